"""One request at a time, as a reader's browser makes it."""

import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 30


@dataclass(frozen=True)
class Answer:
    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name):
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def text(self):
        return self.body.decode()


def visit(address, path, form="", headers=None):
    """Return the answer to one request over a new connection. Raises OSError, HTTPException.

    Asks for no coding of the content unless `headers` do.
    """
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    try:
        connection.putrequest("POST" if form else "GET", path, skip_accept_encoding=True)
        for header in (headers or {}).items():
            connection.putheader(*header)
        if form:
            connection.putheader("Content-Length", str(len(form.encode())))
        connection.endheaders(form.encode() or None)
        found = connection.getresponse()
        return Answer(found.status, found.reason, found.getheaders(), found.read())
    finally:
        connection.close()
