"""The second blog: pages on loopback that take word of links, and a note of all that came."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from html import escape, unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from django.utils import timezone

LOOPBACK = "127.0.0.1"
MOST_BYTES = 64 * 1024
_STRING = re.compile(r"<string>(.*?)</string>", re.DOTALL)
_THANKS = (
    '<?xml version="1.0"?>\n<methodResponse><params><param><value><string>Thanks.</string></value>'
    "</param></params></methodResponse>\n"
)
_TAKEN = '<?xml version="1.0" encoding="utf-8"?>\n<response><error>0</error></response>\n'


@dataclass(frozen=True)
class Page:
    html: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Word:
    """What another blog told this one: its page `source` links to `target`."""

    protocol: str
    source: str
    target: str
    title: str = ""
    at: datetime = field(default_factory=timezone.now, compare=False)


class SecondBlog:
    """Listens from its making on; answers once it is opened."""

    def __init__(self, port: int = 0) -> None:
        self.pages: dict[str, Page] = {}
        self.visits: list[str] = []
        self.words: list[Word] = []
        handler = type("BoundHandler", (_Handler,), {"blog": self})
        self._server = ThreadingHTTPServer((LOOPBACK, port), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    @contextmanager
    def open(self) -> Iterator[None]:
        """Answer for as long as the context lasts; then the port is free again."""
        threading.Thread(target=self._server.serve_forever, args=[0.05], daemon=True).start()
        try:
            yield
        finally:
            self._server.shutdown()
            self._server.server_close()

    def url(self, path: str) -> str:
        return f"http://{LOOPBACK}:{self.port}{path}"

    def write(self, path: str, html: str, *, title: str = "A page elsewhere", **answer) -> str:
        """Put a page at `path`, instead of what was there, and return its address."""
        head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        self.pages[path] = Page(f"{head}<body>{html}</body></html>", **answer)
        return self.url(path)

    def write_link(self, path: str, target: str, words: str) -> str:
        return self.write(path, f'<p>{words} <a href="{escape(target)}">there</a>.</p>')

    def write_open(self, path: str, *protocols: str) -> str:
        """Put a page at `path` that takes word of links by `protocols`; return its address."""
        html, headers = "<p>Link to me.</p>", {}
        if "webmention" in protocols:
            headers["Link"] = '</webmention>; rel="webmention"'
        if "pingback" in protocols:
            headers["X-Pingback"] = self.url("/xmlrpc")
        if "trackback" in protocols:
            html += self._rdf(path)
        return self.write(path, html, headers=headers)

    def _rdf(self, path: str) -> str:
        return (
            '<!-- <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">'
            f'<rdf:Description rdf:about="{self.url(path)}" dc:identifier="{self.url(path)}"'
            f' dc:title="A page" trackback:ping="{self.url("/trackback" + path)}"/>'
            "</rdf:RDF> -->"
        )

    def told_of(self, target: str) -> list[Word]:
        return [word for word in self.words if word.target == target]


class _Handler(BaseHTTPRequestHandler):
    blog: SecondBlog

    def do_GET(self) -> None:
        self.blog.visits.append(self.path)
        page = self.blog.pages.get(self.path, Page("There is nothing here.", status=404))
        headers = {"Content-Type": "text/html; charset=utf-8"} | page.headers
        self._answer(page.status, page.html, headers)

    def do_POST(self) -> None:
        length = min(int(self.headers.get("Content-Length") or 0), MOST_BYTES)
        body = self.rfile.read(length).decode("utf-8", "replace")
        if self.path == "/xmlrpc":
            self._take_pingback(body)
        elif self.path.startswith("/trackback/"):
            self._take_trackback(body)
        elif self.path == "/webmention":
            self._take_webmention(body)
        else:
            self._answer(404, "There is nothing here.", {"Content-Type": "text/plain"})

    def _take_pingback(self, body: str) -> None:
        source, target = [unescape(text) for text in _STRING.findall(body)][:2]
        self.blog.words.append(Word("pingback", source, target))
        self._answer(200, _THANKS, {"Content-Type": "text/xml"})

    def _take_trackback(self, body: str) -> None:
        form = parse_qs(body)
        target = self.blog.url(self.path.removeprefix("/trackback"))
        self.blog.words.append(
            Word("trackback", form["url"][0], target, form.get("title", [""])[0])
        )
        self._answer(200, _TAKEN, {"Content-Type": "text/xml"})

    def _take_webmention(self, body: str) -> None:
        form = parse_qs(body)
        self.blog.words.append(Word("webmention", form["source"][0], form["target"][0]))
        place = self.blog.url(f"/webmention/{len(self.blog.words)}")
        self._answer(201, "Thanks.\n", {"Content-Type": "text/plain", "Location": place})

    def _answer(self, status: int, body: str, headers: dict[str, str]) -> None:
        data = body.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: the table of the rehearsal tells what happened."""


def free_ports(number: int) -> list[int]:
    """Return ports of loopback on which nobody listens, all different."""
    probes = [ThreadingHTTPServer((LOOPBACK, 0), _Handler) for _ in range(number)]
    ports = [probe.server_address[1] for probe in probes]
    for probe in probes:
        probe.server_close()
    return ports
