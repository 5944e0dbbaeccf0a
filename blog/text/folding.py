"""Pure: one spelling of a text to compare, whatever its case, width and hidden characters."""

from __future__ import annotations

import re
from hashlib import blake2b
from unicodedata import normalize

# Characters that nobody sees: soft hyphen, joiners, marks of direction, the byte order mark, tags.
HIDDEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    r"\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)


def fold(text: str) -> str:
    """Return `text` in the spelling in which two texts that look alike to a reader are equal."""
    return " ".join(HIDDEN.sub("", normalize("NFKC", text)).casefold().split())


_NO_LETTER = re.compile(r"[\W\d_]+")
# Many people say “Thank you!”.
_FEWEST_LETTERS = 30


def fingerprint(text: str) -> int | None:
    """Return a number that texts of the same letters share; None for one of few letters."""
    letters = _NO_LETTER.sub("", fold(text))
    if len(letters) < _FEWEST_LETTERS:
        return None
    digest = blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
