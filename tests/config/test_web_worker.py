"""The web server's worker: whoever is slow to leave holds up nobody else."""

import os
import selectors
import socket
import sys
from concurrent.futures import Future
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import TConn

from config import gunicorn, web_worker
from config.web_worker import Worker

HERE = ("127.0.0.1", 8000)


@pytest.fixture
def worker():
    worker = Worker(0, os.getppid(), [], None, 30, Config(), None)
    worker.poller = selectors.DefaultSelector()
    yield worker
    worker.poller.close()


@pytest.fixture
def visit(worker):
    """A connection whose only request was just answered, and the client's side of it."""
    ours, theirs = socket.socketpair()
    theirs.settimeout(5)
    conn = TConn(worker.cfg, ours, HERE, HERE)
    worker.nr_conns = 1
    with ours, theirs:
        yield conn, theirs


def ended(result=False):
    future = Future()
    future.set_result(result)
    return future


def is_closed(conn):
    return conn.sock.fileno() == -1


def test_it_is_the_worker_that_serves():
    assert gunicorn.worker_class == f"{Worker.__module__}.{Worker.__name__}"


def test_it_serves_until_it_has_grown_however_much_it_answers(worker, monkeypatch):
    assert worker.max_requests == sys.maxsize
    assert not hasattr(gunicorn, "max_requests")
    said = []
    worker.log = SimpleNamespace(warning=said.append)
    monkeypatch.setattr(worker, "tmp", SimpleNamespace(notify=lambda: None))
    monkeypatch.setattr(worker._growth, "is_too_much", lambda: False)
    worker.notify()
    assert worker.alive
    monkeypatch.setattr(worker._growth, "is_too_much", lambda: True)
    worker.notify()
    worker.notify()
    assert not worker.alive
    assert said == ["A web process has grown too large: another takes its place."]


def test_it_gives_free_memory_back_now_and_then(worker, monkeypatch):
    times, now = [], [1000.0]
    monkeypatch.setattr(web_worker.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(web_worker, "return_free_memory", lambda: times.append(now[0]))
    monkeypatch.setattr(worker, "tmp", SimpleNamespace(notify=lambda: None))
    worker._next_return = now[0] + web_worker.RETURN_SECONDS
    for _ in range(3 * web_worker.RETURN_SECONDS):
        worker.notify()
        now[0] += 1
    assert times == [1020.0, 1040.0]


def test_a_client_that_does_not_close_is_not_waited_for(worker, visit):
    conn, client = visit
    # gunicorn's own would be in here until its two seconds were over.
    worker.finish_request(conn, ended())
    assert client.recv(1) == b""
    assert not is_closed(conn)
    assert worker.nr_conns == 1


def test_the_connection_is_closed_once_the_client_has_closed(worker, visit):
    conn, client = visit
    worker.finish_request(conn, ended())
    client.close()
    worker.wait_for_and_dispatch_events(timeout=5)
    assert is_closed(conn)
    assert (worker.nr_conns, len(worker.pending_conns), len(worker.poller.get_map())) == (0, 0, 0)


def test_what_still_comes_is_dropped_and_does_not_close_it(worker, visit):
    conn, client = visit
    worker.finish_request(conn, ended())
    client.send(b"the rest of a body")
    worker.wait_for_and_dispatch_events(timeout=5)
    assert not is_closed(conn)


def test_a_client_that_sends_without_end_is_cut_off(worker, visit):
    conn, client = visit
    worker.finish_request(conn, ended())
    client.sendall(b"x" * 65536)
    worker.wait_for_and_dispatch_events(timeout=5)
    assert is_closed(conn)


def test_a_client_that_never_closes_is_closed_after_a_while(worker, visit):
    conn, _client = visit
    worker.finish_request(conn, ended())
    worker.murder_pending()
    assert not is_closed(conn)
    conn.timeout = 0
    worker.murder_pending()
    assert is_closed(conn)
    assert worker.nr_conns == 0


def test_a_client_that_is_gone_already_is_closed_at_once(worker, visit):
    conn, _client = visit
    conn.sock.close()
    worker.finish_request(conn, ended())
    assert (worker.nr_conns, len(worker.pending_conns)) == (0, 0)
