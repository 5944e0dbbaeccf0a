"""A finished page as it is answered: packed, unchanged (304), or its head alone (RFC 9110)."""

from __future__ import annotations

import gzip
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import brotli

Headers = list[tuple[str, str]]

# Below this, packing gains nothing.
LEAST_PACKED = 500
# What an entry takes besides its bodies, in bytes: headers, key, objects.
OVERHEAD = 3000
# The best one that clients take is sent; higher levels cost more than the page itself.
_PACKERS = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
# Each answer has its own.
_OWN = {"content-length", "content-encoding", "etag", "last-modified", "vary"}
# What a client keeps of the page that it has (RFC 9110, section 15.4.5).
_UNCHANGED = {"cache-control", "content-location", "date", "etag", "expires", "vary"}


@dataclass(frozen=True)
class Answer:
    status: str
    headers: Headers
    body: bytes


@dataclass(slots=True)
class KeptPage:
    """`tags`: what it shows. All of it is as it was at the version `clock`; a later one is written
    here when nothing of it has changed since. `until`: when it ends by itself, in seconds since
    1970. `etag` is without quotes, `modified` an HTTP date or empty. `size`: about how many bytes
    of memory it takes; it grows with each way in which it is packed.
    """

    tags: Collection[int]
    clock: int
    until: float
    etag: str
    modified: str
    headers: Headers
    body: bytes
    size: int = 0
    _ready: dict[str, tuple[Answer, Answer]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.size = OVERHEAD + len(self.body)

    def answer(self, environ: dict[str, Any]) -> Answer:
        """Return what a GET is answered: the page, or that the client has it already."""
        coding = self._coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        full, unchanged = self._ready.get(coding) or self._make_ready(coding)
        return unchanged if self._is_had(environ) else full

    def _coding(self, accepted: str) -> str:
        return best_coding(accepted) if len(self.body) >= LEAST_PACKED else ""

    def _make_ready(self, coding: str) -> tuple[Answer, Answer]:
        body = _PACKERS[coding](self.body) if coding else self.body
        headers = [(name, value) for name, value in self.headers if name.lower() not in _OWN]
        headers += [
            ("ETag", f'"{self.etag}{coding and "-" + coding}"'),
            ("Vary", self._vary()),
            ("Content-Length", str(len(body))),
        ]
        if self.modified:
            headers.append(("Last-Modified", self.modified))
        if coding:
            headers.append(("Content-Encoding", coding))
        kept = [(name, value) for name, value in headers if name.lower() in _UNCHANGED]
        ready = Answer("200 OK", headers, body), Answer("304 Not Modified", kept, b"")
        self._ready[coding] = ready
        self.size += len(body) if coding else 0
        return ready

    def _vary(self) -> str:
        said = [value for name, value in self.headers if name.lower() == "vary"]
        return ", ".join([*said, "Accept-Encoding"])

    def _is_had(self, environ: dict[str, Any]) -> bool:
        """By the tag, or where none is sent, by the very date: a later one proves nothing, since
        two changes may fall into one second."""
        if tags := environ.get("HTTP_IF_NONE_MATCH", ""):
            return self.etag in _bare(tags) or tags.strip() == "*"
        since = environ.get("HTTP_IF_MODIFIED_SINCE", "")
        return bool(self.modified) and since == self.modified


@lru_cache(maxsize=512)
def best_coding(accepted: str) -> str:
    """Return the best coding of ours that an Accept-Encoding header allows; empty for none."""
    weights = dict(_weighed(part) for part in accepted.lower().split(",") if part.strip())
    others = weights.get("*", 0.0)
    allowed = {name: weights.get(name, others) for name in _PACKERS}
    best = max(allowed, key=lambda name: allowed[name])
    return best if allowed[best] > 0 and allowed[best] >= weights.get("identity", 0.0) else ""


def _weighed(part: str) -> tuple[str, float]:
    name, _, parameter = part.strip().partition(";")
    try:
        return name.strip(), float(parameter.strip().removeprefix("q=") or 1)
    except ValueError:
        return name.strip(), 0.0


def _bare(tags: str) -> set[str]:
    """The tags of a list without quotes, and without what tells how the page was packed."""
    found = (part.strip().removeprefix("W/").strip('"') for part in tags.split(","))
    return {tag.removesuffix("-br").removesuffix("-gzip") for tag in found}
