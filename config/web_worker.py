"""The web server's worker process: who is slow to leave holds up nobody else."""

from __future__ import annotations

import time
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from socket import SHUT_WR

from gunicorn.workers.gthread import TConn, ThreadWorker

from config.growth import MOST_MB, Growth
from config.processes import return_free_memory
from config.settings import PAGE_CACHE_MB

# What is still on its way when a connection ends is read and dropped, but not more than this.
MOST_CHUNKS = 16
CHUNK_BYTES = 4096
# Pages come and go: what one leaves free is mostly too small for the next.
RETURN_SECONDS = 20


class Worker(ThreadWorker):
    """gunicorn's own, but for the end of a connection, and for its own end.

    That waits up to two seconds for the other side to close, in the one loop that takes
    connections and hands out requests: a few clients that never close would stop the site. Here
    the loop waits for it as for all else that may come, as long as for a silent new connection.

    A process that has grown is replaced, however many requests it has answered: with it all pages
    go that it keeps, and of these ten thousand a second may be asked for.
    """

    alive: bool

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._next_return = time.monotonic() + RETURN_SECONDS
        self._growth = Growth((MOST_MB + PAGE_CACHE_MB) * 2**20)

    def notify(self) -> None:
        super().notify()
        if time.monotonic() >= self._next_return:
            self._next_return = time.monotonic() + RETURN_SECONDS
            return_free_memory()
        if self.alive and self._growth.is_too_much():
            self.log.warning("A web process has grown too large: another takes its place.")
            self.alive = False

    def finish_request(self, conn: TConn, fs: Future) -> None:
        is_over = not fs.cancelled() and not fs.exception() and not fs.result()
        if is_over:
            self._part(conn)
        else:
            super().finish_request(conn, fs)

    def _part(self, conn: TConn) -> None:
        """Say that no more will come, and close once the other side has, or its time is over.

        Closing at once could take from a client the answer that it has not read (RFC 9112, 9.6).
        """
        try:
            conn.sock.shutdown(SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:
            self._close(conn)
            return
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self._drain, conn))

    def _drain(self, conn: TConn, sock) -> None:
        try:
            for _chunk in range(MOST_CHUNKS):
                if not sock.recv(CHUNK_BYTES):
                    break
        except BlockingIOError:
            return
        except OSError:
            pass
        self.poller.unregister(sock)
        self.pending_conns.remove(conn)
        self._close(conn)

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()
