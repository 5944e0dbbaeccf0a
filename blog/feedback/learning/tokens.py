"""Pure: what the classifier sees of a text, as numbers that hold no word of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from unicodedata import category

from blog.text.folding import fold
from blog.text.plain import unescaped

# Longer texts are imported ones: their beginning tells enough.
_LONGEST = 10_000
_TAG = re.compile(r"<[^<>]*>")
_HREF = re.compile(r"href=[\"']?([^\"'\s<>]+)", re.I)
_MARKUP = re.compile(r"<a\s[^<>]{0,300}href|\[(?:url|link)\b", re.I)
_ADDRESS = re.compile(
    r"(?:https?://|\bwww\.)[^\s<>\"'\])]+"
    r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:com|net|org|info|ly|tv|me|be|de|ru|cn)\b[^\s<>\"'\])]*",
    re.I,
)
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.I)
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_PATH_WORD = re.compile(r"[a-z]{3,}")
_REPEATED = re.compile(r"([^\W\d])\1{2,}")
# Scripts that set no space between words: each pair of characters serves as a word.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2,}")

# Two words in a row mostly say again what each of them has said.
_OF_PAIRS = 0.5
# A share of capitals in fewer letters is chance.
_FEWEST_LETTERS = 10
_SHOUTING = 0.6

# Stands for all tokens together: its counts are the sums of theirs. The least number of all, so
# that whoever writes tokens in their order writes this one first.
ALL_TOKENS = -(2**63)


@dataclass(frozen=True)
class Words:
    """What somebody said, of which kind ("comment", "trackback"), under which name and address."""

    text: str
    kind: str = ""
    name: str = ""
    url: str = ""


def tokens_of(words: Words) -> dict[int, float]:
    """Return the tokens of `words` and what each weighs when they are asked about.

    A token is a 64-bit number, the same in every process and on every host.
    """
    return {_number(feature): weight for feature, weight in _features(words)}


def _features(words: Words) -> Iterator[tuple[str, float]]:
    text = unescaped(words.text[:_LONGEST])
    without_tags = _TAG.sub(" ", text)
    addresses = [*_HREF.findall(text), *_ADDRESS.findall(without_tags)]
    said = _said(_ADDRESS.sub(" \0 ", without_tags))
    yield from ((word, 1) for word in said)
    yield from ((f"{first} {second}", _OF_PAIRS) for first, second in pairwise([*said, "#end"]))
    if said:
        yield f"#begin {said[0]}", 1
    single = (*_links(addresses), *_shape(without_tags), *_sender(words))
    yield from ((f"#{feature}", 1) for feature in single)
    if _MARKUP.search(text):
        yield "#markup", 1


def _said(text: str) -> list[str]:
    """Return the words of `text`, with a mark for each address: `\\0` in `text`."""
    found = []
    for part in re.split(r"(\0)", text):
        if part == "\0":
            found.append("#address")
            continue
        for word in _WORD.findall(_REPEATED.sub(r"\1\1", fold(part))):
            found += _pairs_of_characters(word)
    return found


def _pairs_of_characters(word: str) -> list[str]:
    if not _UNSPACED.fullmatch(word):
        return [word]
    return [first + second for first, second in pairwise(word)]


def _links(addresses: list[str]) -> Iterator[str]:
    """What the addresses in a text tell: which hosts, and the words of their paths."""
    for address in addresses:
        host, path = _parts_of(address)
        yield from (f"host {name}" for name in host)
        yield from (f"path {word}" for word in _PATH_WORD.findall(path))
        yield "has a path" if path.strip("/") else "has no path"
        if "?" in path:
            yield "has a query"


def _parts_of(address: str) -> tuple[list[str], str]:
    """Return the host of `address` with all domains that it belongs to, and what follows it."""
    bare = _SCHEME.sub("", address.lower())
    host = re.split(r"[/?#:]", bare, maxsplit=1)[0]
    labels = host.split(".")
    domains = [".".join(labels[start:]) for start in range(max(1, len(labels) - 1))]
    return domains, bare[len(host) :]


def _shape(text: str) -> Iterator[str]:
    letters = list(filter(str.isalpha, text))
    if sum(map(str.isupper, letters)) > max(_FEWEST_LETTERS, len(letters)) * _SHOUTING:
        yield "shouting"
    if "!!!" in text:
        yield "exclaiming"
    if "?" in text:
        yield "asking"
    if any(category(character) == "So" for character in text):
        yield "pictures"


def _sender(words: Words) -> Iterator[str]:
    """What the name and the website tell, of each kind by itself: a link has always a page."""
    if words.kind:
        yield f"kind {words.kind}"
    name = _WORD.findall(fold(words.name))
    yield from (f"{words.kind} by {word}" for word in name)
    if len(name) > 2:
        yield f"{words.kind} by many words"
    if words.url:
        host, _path = _parts_of(words.url)
        yield from (f"{words.kind} from {domain}" for domain in host)
        yield from (f"{words.kind} from word {word}" for word in _PATH_WORD.findall(host[0]))


def _number(feature: str) -> int:
    digest = blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
