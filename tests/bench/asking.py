"""Requests to the site's WSGI program within this process."""

import time
from contextlib import contextmanager
from io import BytesIO
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.wsgi import application


def environ_of(path, form="", headers=()):
    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "POST" if form else "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": f"127.0.0.1:{settings.PORT}",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(form.encode())),
        "wsgi.input": BytesIO(form.encode()),
    }
    for name, value in headers:
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    setup_testing_defaults(environ)
    return environ


def answer_to(path, form="", headers=()):
    """Return status and body of one request, which ends as it does under a server."""
    told = []
    environ = environ_of(path, form, headers)
    found = application(environ, lambda status, headers, _=None: told.append(status))
    try:
        body = b"".join(found)
    finally:
        getattr(found, "close", lambda: None)()
    return int(told[0][:3]), body


def count_queries(path, form="", headers=()):
    """Return what one request asks of the database, the questions of the page cache included."""
    with CaptureQueriesContext(connection) as queries, counted_looks() as looks:
        answer_to(path, form, headers)
    return len(queries) + len(looks)


@contextmanager
def counted_looks():
    """Yield a list of what the page cache asks meanwhile: it goes round Django's cursors."""
    looks = []
    versions = getattr(application, "_versions", None)
    if versions is None:
        yield looks
        return
    ask = versions._first

    def asking(sql):
        looks.append(sql)
        return ask(sql)

    versions._first = asking
    try:
        yield looks
    finally:
        del versions._first


def time_requests(path, times):
    """Return the status, the bytes, and what `times` requests cost each."""
    status, body = answer_to(path)
    begin, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        answer_to(path)
    return {
        "status": status,
        "bytes": len(body),
        "ms": 1000 * (time.perf_counter() - begin) / times,
        "cpu_ms": 1000 * (time.process_time() - cpu) / times,
    }
