"""Pure checks over a submission: each finds nothing, or one reason in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass

from blog.feedback.submission import Submission

LINK = re.compile(r"https?://|\bwww\.", re.I)


@dataclass(frozen=True)
class Reason:
    """Why a row is held; `is_spam` where it is worse than a question for the author."""

    code: str
    text: str
    is_spam: bool = False

    def as_json(self) -> dict:
        return {key: value for key, value in asdict(self).items() if key != "is_spam"}


def count_links(text: str) -> int:
    return len(LINK.findall(text))


Check = Callable[[Submission, "Bounds"], "Reason | None"]


@dataclass(frozen=True)
class Bounds:
    """What the author allows."""

    max_links: int = 2


def honeypot(submission: Submission, _bounds: Bounds) -> Reason | None:
    if submission.honeypot:
        return Reason("honeypot", "A field that people cannot see was filled in.", is_spam=True)
    return None


def many_links(submission: Submission, bounds: Bounds) -> Reason | None:
    links = count_links(submission.text)
    if links > bounds.max_links:
        return Reason("links", f"Has {links} links; {bounds.max_links} are allowed.")
    return None


CHECKS: tuple[Check, ...] = (honeypot, many_links)


def findings(submission: Submission, bounds: Bounds) -> list[Reason]:
    """Return the reason of each check that found something, in the order of CHECKS."""
    return [reason for check in CHECKS if (reason := check(submission, bounds))]
