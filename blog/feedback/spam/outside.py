"""Pure: what a service outside has said, where the author had one asked."""

from __future__ import annotations

from collections.abc import Iterator

from blog.feedback.spam.verdict import Bounds, Reason
from blog.feedback.submission import Submission


def asked(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    if submission.outside == "discard":
        yield Reason("akismet", "Akismet is certain that it is spam.", 12)
    elif submission.outside:
        yield Reason("akismet", "Akismet takes it for spam.", 7)
