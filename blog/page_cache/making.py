"""Has Django make a page, and takes what it says apart."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from blog.page_cache.marks import mark_of
from blog.page_cache.pages import Headers

# Every reader gets the whole page from Django: what she has of it already is seen to later.
_CONDITIONS = {
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_RANGE",
}


class Made:
    """The answer of `application` to the request `environ`, with `query` for its own.

    Its `mark` is None where it is not one for every reader: then it is to be passed on, as it
    comes. Else `read` it, and `close` in any case: that ends the request.
    """

    def __init__(self, application: WSGIApplication, environ: WSGIEnvironment, query: str) -> None:
        plain = {name: value for name, value in environ.items() if name not in _CONDITIONS}
        plain["QUERY_STRING"] = query
        self.status = ""
        self.headers: Headers = []
        self._error: Any = None
        self._chunks = application(plain, self._begin)
        found = mark_of(plain)
        is_for_all = self.status.startswith("200") and not self._is_personal()
        self.mark = found if is_for_all and found and found.allows(query) else None

    def pass_on(self, start_response: StartResponse) -> Iterable[bytes]:
        start_response(self.status, self.headers, self._error)
        return self._chunks

    def read(self) -> bytes:
        return b"".join(self._chunks)

    def close(self) -> None:
        if close := getattr(self._chunks, "close", None):
            close()

    def _begin(self, status: str, headers: Headers, error: Any = None, /) -> Any:
        self.status, self.headers, self._error = status, headers, error
        return _no_writing

    def _is_personal(self) -> bool:
        return any(
            name.lower() == "set-cookie"
            or (name.lower() == "cache-control" and "public" not in value)
            for name, value in self.headers
        )


def tag_of(body: bytes) -> str:
    return blake2b(body, digest_size=12).hexdigest()


def _no_writing(_chunk: bytes) -> object:
    raise NotImplementedError("Answers are returned, not written.")
