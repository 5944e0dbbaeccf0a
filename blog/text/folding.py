"""Pure: one spelling of a text to compare, whatever its case, width and hidden characters."""

from __future__ import annotations

import re
from unicodedata import normalize

# Characters that nobody sees: soft hyphen, joiners, marks of direction, the byte order mark, tags.
HIDDEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    r"\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)


def fold(text: str) -> str:
    """Return `text` in the spelling in which two texts that look alike to a reader are equal."""
    return " ".join(HIDDEN.sub("", normalize("NFKC", text)).casefold().split())
