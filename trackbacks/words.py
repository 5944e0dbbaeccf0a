"""Pure: the words of strangers as one plain line."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from blog.text.plain import clean_line, crop

TITLE_LENGTH = 300
NAME_LENGTH = 200
# Senders cut at 252 to 255 characters (WordPress, Movable Type, Dotclear), and receivers do.
EXCERPT_LENGTH = 252

_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
# No more digits than any character has: html.unescape raises ValueError at 4,300 of them.
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
# No script needs more marks on one letter; piled up they cover the lines above.
_MOST_MARKS = 4


def plain_words(markup: str, length: int) -> str:
    """Return what a form's field says in words: without tags and character references."""
    return short_line(resolved(_TAG.sub("", markup[: 20 * length])), length)


def short_line(text: str, length: int) -> str:
    """Return `text` as one line of at most `length` characters, to be escaped like any other."""
    # Long enough for the cut below, short enough to look at each character.
    line = clean_line(text[: 20 * length])[: 2 * length]
    return crop(_unpiled(line), length)


def resolved(text: str, *, is_attribute: bool = False) -> str:
    """Return `text` with its character references resolved.

    In an attribute a name without its semicolon is none: /?a=1&copy=2 (HTML, section 13.2.5.73).
    """

    def character(found: re.Match) -> str:
        is_kept = is_attribute and found[0][1] != "#" and not found[0].endswith(";")
        return found[0] if is_kept else unescape(found[0])

    return _REFERENCE.sub(character, text)


def _unpiled(line: str) -> str:
    kept, marks = [], 0
    for char in line:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)
