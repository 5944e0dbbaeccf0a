"""Pure: how probable spam is, by how often each token was seen in ham and in spam.

A multinomial naive Bayes classifier: tokens count as if they came independently of each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log
from typing import NamedTuple

from blog.feedback.learning.tokens import ALL_TOKENS

# So often a token counts as seen in either sort before it is: who saw it once is not yet sure.
_HEAD_START = 0.5
# Beyond this the odds are a number for nobody; exp() has its bounds.
_LONGEST_ODDS = 50.0


class Seen(NamedTuple):
    """How often a token was seen in either sort of text."""

    ham: float = 0
    spam: float = 0


_NEVER = Seen()


def probability(tokens: Mapping[int, float], counts: Mapping[int, Seen]) -> float:
    """Return how probable it is that the text of `tokens` is spam, from 0 to 1.

    Says nothing of how much spam there is: before anything is known of a text, both sorts are
    equally probable. A token that was never seen tells nothing.
    """
    total = counts.get(ALL_TOKENS, _NEVER)
    unseen = _HEAD_START * (total.ham + total.spam)
    by_itself = log((total.ham + unseen + 1) / (total.spam + unseen + 1))
    odds = sum(
        weight * (log((seen.spam + _HEAD_START) / (seen.ham + _HEAD_START)) + by_itself)
        for token, weight in tokens.items()
        if (seen := counts.get(token, _NEVER)) != _NEVER
    )
    return 1 / (1 + exp(-max(-_LONGEST_ODDS, min(_LONGEST_ODDS, odds))))
