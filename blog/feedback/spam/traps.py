"""Pure: how something was sent: the trap for programs, haste, and the same words once more."""

from __future__ import annotations

from collections.abc import Iterator

from blog.feedback.spam.verdict import CERTAIN, Bounds, Reason
from blog.feedback.submission import Submission

# Nobody types faster, and a short text may well be ready in a second.
_CHARACTERS_A_SECOND = 20
_SHORT_TEXT = 200


def honeypot(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    if submission.honeypot:
        yield Reason("honeypot", "A field that people cannot see was filled in.", CERTAIN)


def haste(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    """Weak, since people also write elsewhere and paste."""
    seconds, length = submission.seconds, len(submission.text)
    if seconds is None or length < _SHORT_TEXT or length <= seconds * _CHARACTERS_A_SECOND:
        return
    text = f"{length} characters came {seconds:.0f} seconds after the form was opened."
    yield Reason("haste", text, 2)


def repeated(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    if submission.repeats == 1:
        yield Reason("repeated", "The same words came lately elsewhere on this blog.", 4)
    elif submission.repeats:
        times = submission.repeats
        text = f"The same words came {times} times lately elsewhere on this blog."
        yield Reason("repeated", text, 7)
