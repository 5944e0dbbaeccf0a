"""Pure: the first status of a new row, and the reasons for it."""

from __future__ import annotations

from dataclasses import dataclass

from blog.feedback.models import Status
from blog.feedback.spam import Reason


@dataclass(frozen=True)
class Admission:
    status: Status
    reasons: list[Reason]

    @property
    def why(self) -> str:
        return " ".join(reason.text for reason in self.reasons)

    def reasons_json(self) -> list[dict]:
        return [reason.as_json() for reason in self.reasons]


def admit_comment(policy: str, found: list[Reason], *, is_known: bool) -> Admission:
    """Decide on a reader's comment by SiteSettings.comment_policy and what the checks found."""
    if any(reason.is_spam for reason in found):
        return Admission(Status.SPAM, found)
    if policy == "hold_all":
        found = [*found, Reason("policy", "Every comment waits for the author.")]
    elif policy == "hold_first" and not is_known:
        found = [*found, Reason("first", "This reader has no approved comment yet.")]
    return Admission(Status.PENDING if found else Status.APPROVED, found)


def admit_author() -> Admission:
    """What the blog's own staff write is shown at once."""
    return Admission(Status.APPROVED, [])


def admit_linkback(policy: str, found: list[Reason], *, trusted: str = "") -> Admission:
    """Decide on a verified link by SiteSettings.linkback_policy and what the checks found.

    What comes from a place that the author trusts, named by `trusted`, is shown whatever they say.
    """
    if trusted:
        return Admission(Status.APPROVED, [Reason("trusted", f"Links from {trusted} are trusted.")])
    if any(reason.is_spam for reason in found):
        return Admission(Status.SPAM, found)
    if policy == "hold":
        found = [*found, Reason("policy", "Every link from another blog waits for the author.")]
    return Admission(Status.PENDING if found else Status.APPROVED, found)
