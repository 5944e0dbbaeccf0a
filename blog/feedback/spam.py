"""Pure checks over a submission: each finds nothing, or one reason in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass

from blog.feedback.submission import Submission

TOO_FAST_SECONDS = 3
LINK = re.compile(r"https?://|\bwww\.", re.I)


@dataclass(frozen=True)
class Reason:
    """Why a row is held; `is_spam` where it is worse than a question for the author."""

    code: str
    text: str
    is_spam: bool = False

    def as_json(self) -> dict:
        return {key: value for key, value in asdict(self).items() if key != "is_spam"}


Check = Callable[[Submission, "Bounds"], "Reason | None"]


@dataclass(frozen=True)
class Bounds:
    """What the author allows."""

    max_links: int = 2


def honeypot(submission: Submission, _bounds: Bounds) -> Reason | None:
    if submission.honeypot:
        return Reason("honeypot", "A field that people cannot see was filled in.", is_spam=True)
    return None


def too_fast(submission: Submission, _bounds: Bounds) -> Reason | None:
    if submission.seconds is not None and submission.seconds < TOO_FAST_SECONDS:
        return Reason(
            "too_fast", f"Sent {submission.seconds:.1f} seconds after the form was opened."
        )
    return None


def many_links(submission: Submission, bounds: Bounds) -> Reason | None:
    links = len(LINK.findall(submission.text))
    if links > bounds.max_links:
        return Reason("links", f"Has {links} links; {bounds.max_links} are allowed.")
    return None


CHECKS: tuple[Check, ...] = (honeypot, too_fast, many_links)


def findings(submission: Submission, bounds: Bounds) -> list[Reason]:
    """Return the reason of each check that found something, in the order of CHECKS."""
    return [reason for check in CHECKS if (reason := check(submission, bounds))]
