"""Pure: how probable it is that tokens are spam, by how often each was seen in ham and in spam."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import exp, log
from typing import NamedTuple

from blog.feedback.learning.tokens import EVERY_TEXT


class Seen(NamedTuple):
    """In how many texts of each sort a token was seen."""

    ham: float = 0
    spam: float = 0


def probability(tokens: Iterable[int], counts: Mapping[int, Seen]) -> float | None:
    """Return how probable spam is, from 0 to 1; None until texts of both sorts were seen."""
    texts = counts.get(EVERY_TEXT, Seen())
    if not texts.ham or not texts.spam:
        return None
    odds = 0.0
    for token in tokens:
        if seen := counts.get(token):
            odds += log((seen.spam + 1) / (texts.spam + 2)) - log((seen.ham + 1) / (texts.ham + 2))
    return 1 / (1 + exp(-max(-500.0, min(500.0, odds))))
