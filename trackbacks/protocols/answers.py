"""Pure: what became of a ping that was sent, whatever the protocol."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from blog.text.plain import clean_line, crop
from blog.web.exchange import Response

LONGEST_WORDS = 300
# The server is busy, broken or asks for patience: 408, 425, 429 and all of 5xx but 501 and 505.
_WAIT = {408, 425, 429}
_NEVER = {501, 505}


class Verdict(TextChoices):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LATER = "later"


@dataclass(frozen=True)
class Answer:
    """`words` are plain and short; `place` is where the other side tells how it goes on."""

    verdict: Verdict
    words: str = ""
    place: str = ""


def answer(verdict: Verdict, words: object, place: str = "") -> Answer:
    """Return an Answer in words that can be stored and shown: one line, cropped."""
    return Answer(verdict, crop(clean_line(str(words)[: 10 * LONGEST_WORDS]), LONGEST_WORDS), place)


def answer_by_status(response: Response) -> Answer:
    """Judge `response` by its status alone (RFC 9110, section 15)."""
    status = response.status
    if response.is_success:
        return answer(Verdict.ACCEPTED, _("accepted (HTTP %(status)d)") % {"status": status})
    if status in _WAIT or (status >= 500 and status not in _NEVER):
        return answer(
            Verdict.LATER, _("not able at present (HTTP %(status)d)") % {"status": status}
        )
    return answer(Verdict.REFUSED, _("refused (HTTP %(status)d)") % {"status": status})
