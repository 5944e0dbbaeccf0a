"""Pure: the first status of a new row, and the reasons for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from blog.feedback.models import Feedback, Status
from blog.feedback.spam import Reason, Verdict


@dataclass(frozen=True)
class Admission:
    status: Status
    reasons: list[Reason]
    score: int = 0

    @property
    def why(self) -> str:
        return " ".join(reason.text for reason in self.reasons)

    def reasons_json(self) -> list[dict]:
        return [reason.as_json() for reason in self.reasons]

    def columns(self) -> dict[str, Any]:
        """Return the columns of a row that follow from this."""
        return {"status": self.status, "score": self.score, "reasons": self.reasons_json()}

    def write_to(self, row: Feedback) -> None:
        """Set the columns of `row` that follow from this; the caller saves it."""
        for name, value in self.columns().items():
            setattr(row, name, value)


def admit_comment(policy: str, verdict: Verdict, *, is_known: bool) -> Admission:
    """Decide on a reader's comment by SiteSettings.comment_policy and what the checks found.

    What a known reader writes is at worst held, never put away where nobody looks.
    """
    if verdict.is_spam and not is_known:
        return _spam(verdict)
    waits = []
    if verdict.is_spam:
        text = "Would be spam, but this reader is known here: something of hers is shown."
        waits.append(Reason("known", text))
    if policy == "hold_all":
        waits.append(Reason("policy", "Every comment waits for the author."))
    elif policy == "hold_first" and not is_known:
        waits.append(Reason("first", "This reader has no approved comment yet."))
    return _weighed(verdict, waits)


def admit_author() -> Admission:
    """What the blog's own staff write is shown at once."""
    return Admission(Status.APPROVED, [])


def admit_linkback(
    policy: str, verdict: Verdict, *, trusted: str = "", is_known: bool = False
) -> Admission:
    """Decide on a verified link by SiteSettings.linkback_policy and what the checks found.

    What comes from a place that the author trusts, named by `trusted`, is shown whatever they say.
    What comes from a site whose links are shown already is at worst held.
    """
    if trusted:
        return Admission(Status.APPROVED, [Reason("trusted", f"Links from {trusted} are trusted.")])
    if verdict.is_spam and not is_known:
        return _spam(verdict)
    waits = []
    if verdict.is_spam:
        text = "Would be spam, but another link from this site is shown."
        waits.append(Reason("known", text))
    if policy == "hold":
        waits.append(Reason("policy", "Every link from another blog waits for the author."))
    return _weighed(verdict, waits)


def _spam(verdict: Verdict) -> Admission:
    return Admission(Status.SPAM, list(verdict.reasons), verdict.score)


def _weighed(verdict: Verdict, waits: list[Reason]) -> Admission:
    """Hold what has enough points, or one of the reasons in `waits`, which have none."""
    status = Status.PENDING if verdict.is_held or waits else Status.APPROVED
    return Admission(status, [*verdict.reasons, *waits], verdict.score)
