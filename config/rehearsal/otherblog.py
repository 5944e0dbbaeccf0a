"""The second blog: a few pages on loopback that take word of links and note what came."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.utils.html import escape

from trackbacks.protocols import pingback, trackback

MOST_BYTES = 64 * 1024


@dataclass
class Page:
    html: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class OtherBlog:
    """What it serves by path, which pages were asked for, and what was sent to it."""

    origin: str
    pages: dict[str, Page] = field(default_factory=dict)
    visits: list[str] = field(default_factory=list)
    received: list[tuple[str, str]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return self.origin + path

    def write(self, path: str, html: str, **answer) -> str:
        """Publish a page and return its address."""
        page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{path}</title>{html}'
        self.pages[path] = Page(page, **answer)
        return self.url(path)

    def write_link(self, path: str, target: str, words: str = "I have read") -> str:
        return self.write(path, f'<p>{words} <a href="{escape(target)}">this</a>.</p>')

    def times_told(self, word: str) -> int:
        return sum(word in body for _path, body in self.received)


@contextmanager
def other_blog(port: int = 0) -> Iterator[OtherBlog]:
    """Serve a second blog on 127.0.0.1 for as long as the context lasts; port 0 is any free one."""

    class Handler(_Handler):
        blog: OtherBlog

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    Handler.blog = OtherBlog(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Handler.blog
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    blog: OtherBlog

    def do_GET(self) -> None:
        self.blog.visits.append(self.path)
        page = self.blog.pages.get(self.path, Page("nothing here", status=404))
        self._answer(page.status, page.html.encode(), "text/html; charset=utf-8", page.headers)

    def do_POST(self) -> None:
        length = min(int(self.headers.get("Content-Length") or 0), MOST_BYTES)
        self.blog.received.append((self.path, self.rfile.read(length).decode()))
        if self.path == "/xmlrpc":
            self._answer(200, pingback.success("Thanks."), pingback.CONTENT_TYPE)
        elif self.path == "/trackback":
            self._answer(200, trackback.success(), trackback.CONTENT_TYPE)
        else:
            self._answer(202, b"queued\n", "text/plain")

    def _answer(self, status: int, body: bytes, content_type: str, headers=None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": content_type, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: the table of the rehearsal tells what happened."""
