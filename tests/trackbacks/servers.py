"""Other people's web servers, on loopback, as bad as they come."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress


def http(body=b"", *, status="200 OK", content_type="text/html; charset=utf-8", **headers):
    """A whole answer; names of `headers` are written with underscores."""
    if isinstance(body, str):
        body = body.encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(location, status="302 Found"):
    return http(status=status, Location=location)


class Server:
    """Answers by path; an answer is bytes, or a function of the connection that sends them."""

    def __init__(self, answers, wrap=None):
        self.answers = answers
        self.requests = []
        self.is_over = threading.Event()
        self._wrap = wrap or (lambda connection: connection)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def host_and_port(self):
        return f"127.0.0.1:{self.port}"

    @property
    def paths(self):
        return [request.split(b" ", 2)[1].decode() for request in self.requests]

    def url(self, path="/"):
        return f"http://{self.host_and_port}{path}"

    def close(self):
        self.is_over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=[connection], daemon=True).start()

    def _talk(self, connection):
        with suppress(OSError), connection, self._wrap(connection) as wrapped:
            request = self._read(wrapped)
            if b" " not in request:
                return
            self.requests.append(request)
            path = request.split(b" ", 2)[1].decode("latin-1")
            answer = self.answers.get(path, http("not here", status="404 Not Found"))
            if callable(answer):
                answer(wrapped, self)
            else:
                wrapped.sendall(answer)

    def _read(self, connection):
        data = b""
        while b"\r\n\r\n" not in data:
            chunk = connection.recv(65536)
            if not chunk:
                return data
            data += chunk
        head, _, body = data.partition(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n")
             if line.startswith(b"content-length:")), 0,
        )  # fmt: skip
        while len(body) < length:
            body += connection.recv(65536)
        return head + b"\r\n\r\n" + body


@contextmanager
def serving(answers, **options):
    server = Server(answers, **options)
    try:
        yield server
    finally:
        server.close()


def hang(connection, server):
    server.is_over.wait(30)


def drip(head, byte, every=0.02):
    """An answer that begins with `head` and never ends."""

    def answer(connection, server):
        connection.sendall(head)
        while not server.is_over.wait(every):
            connection.sendall(byte)

    return answer


def flood(head, chunk):
    def answer(connection, server):
        connection.sendall(head)
        while not server.is_over.is_set():
            connection.sendall(chunk)

    return answer
