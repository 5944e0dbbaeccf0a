"""Pure: what the classifier sees of a text, as numbers that hold no word of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
# Every text has it: its counts are the numbers of texts. The least number of all, so that whoever
# writes tokens in their order writes this one first.
EVERY_TEXT = -(2**63)


@dataclass(frozen=True)
class Words:
    """What somebody said, of which kind ("comment", "trackback"), under which name and address."""

    text: str
    kind: str = ""
    name: str = ""
    url: str = ""


def tokens_of(words: Words) -> frozenset[int]:
    """Return the tokens of `words`: 64-bit numbers, the same in every process and on every host."""
    return frozenset(map(_number, _features(words))) | {EVERY_TEXT}


def _features(words: Words) -> Iterator[str]:
    found = _WORD.findall(words.text.lower())
    yield from found
    yield from map(" ".join, pairwise(found))


def _number(feature: str) -> int:
    digest = blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
