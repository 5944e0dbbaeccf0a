"""Pure: what is asked of another server, what comes back, and why nothing does."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.web.charsets import codec_by_mark, codec_of, decode

PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_REDIRECTS = {301, 302, 303, 307, 308}
_KEEPS_METHOD = {307, 308}
# Where browsers look for it as well (HTML, section 13.2.3.2).
_DECLARED_WITHIN = 1024
_DECLARED = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


class FetchError(Exception):
    """Nothing came; `reason` says why in a sentence for the author of the blog."""

    def __init__(self, reason: str | Promise):
        super().__init__(reason)
        self.reason = reason


class FetchRefused(FetchError):
    """It is not visited, now or later: another try would end alike."""


class HostInside(FetchRefused):
    """Its name leads to an address inside, which is nobody's business to know."""


class FetchFailed(FetchError):
    """It could not be reached this time."""


@dataclass(frozen=True)
class Request:
    """What to ask for; `purpose` tells the server's owner why, and for whose sake."""

    url: str
    purpose: str
    method: str = "GET"
    body: bytes | None = None
    content_type: str = ""
    accept: str = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"


@dataclass(frozen=True)
class Bounds:
    """`media_types`: what may come with a success, before its body is read; empty for any."""

    seconds: float = 20
    max_bytes: int = 1024 * 1024
    redirects: int = 5
    media_types: Collection[str] = PAGES


@dataclass(frozen=True)
class Response:
    """What came, from which address in the end. `is_cut`: there was more than was read."""

    url: str
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes = b""
    is_cut: bool = False

    @property
    def is_redirect(self) -> bool:
        return self.status in _REDIRECTS and "location" in self.headers

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as text: by its byte order mark, its header, its own word, or as UTF-8."""
        codec = codec_by_mark(self.body) or self.charset or self._declared_charset
        return decode(self.body, codec)

    @property
    def charset(self) -> str | None:
        """The codec that the header names, if it is one that is taken."""
        _type, _sep, parameters = self.headers.get("content-type", "").partition(";")
        for parameter in parameters.split(";"):
            name, _sep, value = parameter.partition("=")
            if name.strip().lower() == "charset":
                return codec_of(value)
        return None

    @property
    def _declared_charset(self) -> str | None:
        found = _DECLARED.search(self.body[:_DECLARED_WITHIN])
        codec = codec_of(found[1].decode("ascii", "replace")) if found else None
        # It could not have been found in UTF-16, so that UTF-8 is meant.
        return "utf-8" if codec and codec.startswith("utf-16") else codec

    @property
    def encodings(self) -> set[str]:
        """How the body is packed, as its header says."""
        named = self.headers.get("content-encoding", "").lower().split(",")
        return {name.strip() for name in named} - {"", "identity"}


def redirected(request: Request, response: Response) -> Request:
    """Return what to ask for instead, as a redirect says. Raises FetchRefused where it cannot be.

    Only 307 and 308 carry a body on (RFC 9110, section 15.4).
    """
    try:
        url = urljoin(request.url, _as_utf8(response.headers["location"]))
    except ValueError as error:
        raise FetchRefused(_("It redirects to what is not a web address.")) from error
    if response.status in _KEEPS_METHOD or request.method in {"GET", "HEAD"}:
        return replace(request, url=url)
    return replace(request, url=url, method="GET", body=None, content_type="")


def _as_utf8(header: str) -> str:
    """Headers are read as Latin-1, and addresses in them are often written as UTF-8."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header
