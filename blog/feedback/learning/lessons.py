"""The tables of the classifier: what it is taught, what it forgets, and what it is asked."""

from __future__ import annotations

from collections.abc import Iterable

from blog.feedback.learning.classifier import Seen, probability
from blog.feedback.learning.tokens import Words, tokens_of
from blog.models import LearntToken


def spam_probability(words: Words) -> float | None:
    """Return how probable it is that `words` are spam, from 0 to 1: one query.

    None where nothing is known yet.
    """
    tokens = tokens_of(words)
    return probability(tokens, _counts(tokens))


def _counts(tokens: Iterable[int]) -> dict[int, Seen]:
    rows = LearntToken.objects.filter(token__in=tokens).values_list("token", "ham", "spam")
    return {token: Seen(ham, spam) for token, ham, spam in rows}
