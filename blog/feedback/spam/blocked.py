"""Pure: a block list that is searched fast however long it is.

A term is looked for where its own first characters stand, so that the length of the text decides
and not that of the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

# A term of so few letters is found as a whole word only: “cas” is no part of “case”.
_WHOLE_WORD_UP_TO = 4
_HEAD = 3


class BlockList:
    """Terms, hosts and networks in the spelling of blog.feedback.blocking; never changed.

    Each is given with the name of the list that it came from, empty for the author's own word.
    """

    def __init__(self, rules: Iterable[tuple[str, str, str]] = ()):
        """`rules` are (kind, value, source)."""
        self._of_kind: dict[str, dict[str, str]] = {"term": {}, "host": {}, "network": {}}
        for kind, value, source in rules:
            self._of_kind[kind][value] = source
        self._lengths = _lengths_by_head(self._of_kind["term"])
        self._heads = sorted({len(head) for head in self._lengths})

    def terms_in(self, folded: str) -> dict[str, str]:
        """Return each term that stands in `folded` with its source.

        A term is found where a word begins with it: “casino” in “casinos”, “cialis” not in
        “specialist”. One that begins with no letter, or in a script without blanks, is found
        anywhere.
        """
        terms = self._of_kind["term"]
        return {term: terms[term] for term in self._found(folded)}

    def host_among(self, hosts: Iterable[str]) -> str:
        """Return the first of `hosts` that is blocked; empty where none is."""
        return next((host for host in hosts if host in self._of_kind["host"]), "")

    def network_among(self, networks: Iterable[str]) -> str:
        return next((network for network in networks if network in self._of_kind["network"]), "")

    def _found(self, folded: str) -> Iterator[str]:
        terms, lengths = self._of_kind["term"], self._lengths
        for head in self._heads:
            for start in range(len(folded)):
                for length in lengths.get(folded[start : start + head], ()):
                    term = folded[start : start + length]
                    if term in terms and _is_at_word(folded, start, term):
                        yield term


def _lengths_by_head(terms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = defaultdict(set)
    for term in terms:
        lengths[term[:_HEAD]].add(len(term))
    return {head: tuple(sorted(found)) for head, found in lengths.items()}


def _is_at_word(text: str, start: int, term: str) -> bool:
    if _is_cased(term[0]) and start and text[start - 1].isalnum():
        return False
    end = start + len(term)
    is_short = len(term) <= _WHOLE_WORD_UP_TO and _is_cased(term[-1])
    return not (is_short and end < len(text) and text[end].isalnum())


def _is_cased(character: str) -> bool:
    """Is it of a script that has capitals? Those have blanks between words as well."""
    return character.upper() != character or character.isdigit()
