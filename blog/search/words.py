"""Pure: the words of a text as the search compares them.

PostgreSQL does the very same in SQL (blog.search.engines), from the expressions that stand here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

# In a language that sets no space between words each sign is a word, and so is a picture.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2600-\u27bf\u3005-\u3007\u3021-\u302f\u3031-\u30ff"
    "\u3400-\u9fff\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
# Accents of Latin, Greek and Cyrillic letters, points of Hebrew and Arabic ones, hidden signs.
MARKS = (
    "\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
)
# All else belongs to a word.
SEPARATORS = (
    "\\x01-/:-@\\[-`{-\u00bf\u00d7\u00f7\u02c2-\u02df\u037e\u0387\u055a-\u055f\u0589\u05be\u05c0"
    "\u05c3\u05c6\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u25ff"
    "\u27c0-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\ufff0-\uffff"
)
# ASCII, dashes and quotation marks: nothing to fold but the case.
PLAIN = "\\x01-\x7f\u2010-\u2026"
BLOCK_TAG = (
    r"</?(?:p|br|div|section|[uod]l|li|h[1-6]|blockquote|pre|table|caption|t[rdh]|d[td]|figure"
    r"|figcaption|hr|details|summary)(?:[\s/][^<>]*)?>"
)
TAG = "<[^<>]*>"
REFERENCE = "&[a-zA-Z0-9#]+;"
# What is no other sign with an accent.
LETTERS = ("ςøđłħŧð", "σodlhtd")  # noqa: RUF001
PAIRS = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
# Both databases have their limits; nobody searches by longer words.
LONGEST_WORD = 40
MOST_WORDS = 20_000

_BLOCK_TAG, _TAG, _REFERENCE = re.compile(BLOCK_TAG), re.compile(TAG), re.compile(REFERENCE)
_MARKS = re.compile(f"[{MARKS}]")
_UNSPACED = re.compile(f"([{UNSPACED}])")
_WORD = re.compile(f"[^\\x00{SEPARATORS}]+")
_SEPARATOR = re.compile(f"[\\x00{SEPARATORS}]+")
# What is folded together. No sign of it and none of ASCII change each other.
_FOREIGN = re.compile("[^\x00-\x7f]+")
_LETTER = re.compile(r"[0-9A-Za-z]")
# Of ASCII: a letter in its small form, a blank for all else.
_ASCII = "".join(sign.lower() if _LETTER.fullmatch(sign) else " " for sign in map(chr, range(0x80)))
# What stands in a text for one word or a few, each with its accents.
PIECE = re.compile(f"[{UNSPACED}]|[^\\x00\\s{SEPARATORS}{UNSPACED}]+")
_LETTERS = str.maketrans(dict(zip(*LETTERS, strict=True)) | PAIRS)


def words_of(text: str) -> list[str]:
    """Return the words of plain `text`, each once, whatever their case and accents."""
    if not text.isascii():
        text = _FOREIGN.sub(lambda found: _folded(found[0]), text)
    # The very same words, each way, but ten times as fast.
    parts = text.translate(_ASCII).split() if text.isascii() else _WORD.findall(text.lower())
    found = dict.fromkeys(parts)
    if max(map(len, found), default=0) > LONGEST_WORD:
        found = dict.fromkeys(word[:LONGEST_WORD] for word in found)
    return list(found)[:MOST_WORDS]


# Quotation marks and accented letters come again and again.
@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    text = _MARKS.sub("", normalize("NFKD", text)).lower().translate(_LETTERS)
    text = _UNSPACED.sub(r" \1 ", normalize("NFC", _MARKS.sub("", text)))
    return _SEPARATOR.sub(" ", text)


def words_of_html(title: str, html: str) -> str:
    """Return the words of a title and of safe HTML, with a blank between them."""
    text = _TAG.sub("", _BLOCK_TAG.sub(" ", html or ""))
    return " ".join(words_of(f"{title or ''} {_REFERENCE.sub(' ', text)}"))
