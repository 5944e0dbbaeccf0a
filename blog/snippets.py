"""Pure: the part of a text where the words that were searched for stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

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

    The parts are plain text; those that match are in the very letters of `text`.
    """
    words = re.compile("|".join(map(re.escape, query.split())) or r"(?!)", re.IGNORECASE)
    found = words.search(text)
    start = max(found.start() - _BEFORE, 0) if found else 0
    if start:
        start = text.find(" ", start, found.start() + 1 if found else None) + 1 or start
    shown = crop(text[start:], LENGTH)
    return [part for part in _parts(f"{'…' if start else ''}{shown}", words) if part.text]


def _parts(text: str, words: re.Pattern[str]) -> list[Part]:
    parts, end = [], 0
    for found in words.finditer(text):
        parts += [Part(text[end : found.start()], False), Part(found[0], True)]
        end = found.end()
    return [*parts, Part(text[end:], False)]
