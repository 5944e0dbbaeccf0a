"""Pure: what the classifier makes of it, which learns from the author's decisions."""

from __future__ import annotations

from collections.abc import Iterator

from blog.feedback.spam.verdict import Bounds, Reason
from blog.feedback.submission import Submission

_AGAINST = ((0.99, 6), (0.95, 5), (0.7, 2))
_FOR = ((0.02, -3), (0.1, -2))


def learnt(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    probability = submission.probability
    if probability is None:
        return
    for least, points in _AGAINST:
        if probability >= least:
            text = (
                f"Reads like spam: {_percent(probability)} likely, by what the filter has learnt."
            )
            yield Reason("learnt_spam", text, points)
            return
    for most, points in _FOR:
        if probability <= most:
            yield Reason("learnt_ham", "Reads like what you have approved so far.", points)
            return


def _percent(probability: float) -> str:
    return f"{min(int(probability * 100), 99)} %"
