"""Pure: the part of a text where the words that were searched for stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blog.search.words import PIECE, words_of
from blog.text.plain import crop

LENGTH = 240
# How much of it stands before the first word that was found.
_BEFORE = 60


@dataclass(frozen=True)
class Part:
    text: str
    is_match: bool


def snippet(text: str, query: str) -> list[Part]:
    """Return about LENGTH characters of `text` round the first word of `query`, in parts.

    The parts are plain text; those that match are in the very letters of `text`, whatever the case
    and the accents of `query`.
    """
    wanted = frozenset(words_of(query))
    found = next(_places(text, wanted), None)
    start = max(found[0] - _BEFORE, 0) if found else 0
    if start:
        start = text.find(" ", start, found[0] + 1 if found else None) + 1 or start
    shown = f"{'…' if start else ''}{crop(text[start:], LENGTH)}"
    return [part for part in _parts(shown, wanted) if part.text]


def _places(text: str, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield where a word begins and ends that is among `wanted`."""
    if wanted:
        for piece in PIECE.finditer(text):
            if not wanted.isdisjoint(words_of(piece[0])):
                yield piece.span()


def _parts(text: str, wanted: frozenset[str]) -> list[Part]:
    parts, end = [], 0
    for start, stop in _places(text, wanted):
        parts += [Part(text[end:start], False), Part(text[start:stop], True)]
        end = stop
    return [*parts, Part(text[end:], False)]
