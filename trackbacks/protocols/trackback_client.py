"""Pure: the sender's half of TrackBack 1.2: what is sent, and what its answer means."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from blog.web.exchange import Response
from trackbacks.protocols.answers import Answer, Verdict, answer, answer_by_status
from trackbacks.protocols.trackback import Ping
from trackbacks.words import plain_words

CONTENT_TYPE = "application/x-www-form-urlencoded; charset=utf-8"
# An answer is a few lines; only these are looked at.
MOST_CHARACTERS = 16 * 1024
_LONGEST_MESSAGE = 300
_ERROR = re.compile(r"<error>\s{0,20}([0-9]{1,4})\s{0,20}</error>")


def request(ping: Ping) -> bytes:
    """Return the form that tells another blog of a page, with the fields that it knows."""
    fields = {
        "title": ping.title,
        "url": ping.url,
        "blog_name": ping.blog_name,
        "excerpt": ping.excerpt,
    }
    return urlencode({name: value for name, value in fields.items() if value}).encode()


def judge(response: Response) -> Answer:
    """Say what became of a trackback. The answer is scanned, as many are not well-formed XML."""
    text = response.text[:MOST_CHARACTERS]
    number = _ERROR.search(text)
    if not number:
        verdict = answer_by_status(response)
        if verdict.verdict != Verdict.ACCEPTED:
            return verdict
        return answer(Verdict.REFUSED, _("What it answered is not a reply to a trackback."))
    if int(number[1]) == 0 and response.is_success:
        return answer(Verdict.ACCEPTED, _("accepted"))
    if not response.is_success and answer_by_status(response).verdict == Verdict.LATER:
        return answer(Verdict.LATER, _message(text) or _("not able at present"))
    return answer(Verdict.REFUSED, _message(text) or _("refused without a reason"))


def _message(text: str) -> str:
    message = text.partition("<message>")[2].partition("</message>")[0]
    message = message.replace("<![CDATA[", "").replace("]]>", "")
    return plain_words(message, _LONGEST_MESSAGE)
