"""What the classifier knows before anybody has taught it: a few hundred invented texts.

Each line of prior/ham.txt and prior/spam.txt is one: what is said, the name and the website of who
says it, parted by " | ", the latter two where they tell something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from operator import add
from pathlib import Path

from blog.feedback.learning.classifier import Seen
from blog.feedback.learning.tokens import ALL_TOKENS, Words, tokens_of

_FOLDER = Path(__file__).parent / "prior"
# One text that the author has decided on weighs as much as two of these.
_WEIGHT = 0.5


@cache
def prior_counts() -> Mapping[int, Seen]:
    """Return the counts of the invented texts; read once in the life of a process."""
    seen: dict[int, list[float]] = {}
    for is_spam in (False, True):
        for words in prior_texts(is_spam=is_spam):
            tokens = tokens_of(words)
            for token in tokens:
                seen.setdefault(token, [0, 0])[is_spam] += _WEIGHT
            seen.setdefault(ALL_TOKENS, [0, 0])[is_spam] += _WEIGHT * len(tokens)
    return {token: Seen(*counts) for token, counts in seen.items()}


def prior_texts(*, is_spam: bool) -> Iterator[Words]:
    return texts_in((_FOLDER / f"{'spam' if is_spam else 'ham'}.txt").read_text())


def with_prior(counts: Mapping[int, Seen], tokens: Iterable[int]) -> Mapping[int, Seen]:
    """Return the `counts` of `tokens`, and of all together, with those that were known before."""
    prior, none = prior_counts(), Seen()
    both = ((token, prior.get(token), counts.get(token)) for token in (ALL_TOKENS, *tokens))
    return {
        token: Seen(*map(add, known or none, learnt or none))
        for token, known, learnt in both
        if known or learnt
    }


def texts_in(lines: str) -> Iterator[Words]:
    """Return what each line says, as a comment."""
    for line in lines.splitlines():
        text, name, url = (*line.split(" | "), "", "")[:3]
        yield Words(text, kind="comment", name=name, url=url)
