"""Pure: the wire format of Webmention (W3C Recommendation, 12 January 2017)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.web.exchange import Response
from trackbacks.protocols.answers import Answer, Verdict, answer, answer_by_status

FORM = "application/x-www-form-urlencoded"
MOST_BYTES = 64 * 1024
MOST_FIELDS = 100
LONGEST_ADDRESS = 2000
_SCHEMES = {"http", "https"}
_CREATED = 201


class MentionRefused(ValueError):
    """What was sent is no webmention; `reason` tells the sender what to do about it."""

    def __init__(self, reason: str | Promise):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Mention:
    """Both as they were sent, fragments included."""

    source: str
    target: str


def parse_mention(body: bytes, content_type: str) -> Mention:
    """Read the form that was sent (section 3.2). Raises MentionRefused where it is none.

    What stands in the address of the request does not count, and neither do other fields, `vouch`
    among them.
    """
    if content_type.partition(";")[0].strip().lower() != FORM:
        raise MentionRefused(_("Send the webmention as a form: %(type)s.") % {"type": FORM})
    fields = _fields(body)
    source = _address(fields, "source", _("The address of your page"))
    target = _address(fields, "target", _("The address of the page that it links to"))
    if source.partition("#")[0] == target.partition("#")[0]:
        raise MentionRefused(_("A page cannot mention itself: source and target are the same."))
    return Mention(source, target)


def _fields(body: bytes) -> list[tuple[str, str]]:
    if len(body) > MOST_BYTES:
        raise MentionRefused(_("That is more than a webmention can be."))
    try:
        return parse_qsl(
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except UnicodeError as error:
        raise MentionRefused(_("Send the webmention in UTF-8.")) from error
    except ValueError as error:
        raise MentionRefused(_("That are too many fields.")) from error


def _address(fields: list[tuple[str, str]], name: str, what: Promise) -> str:
    found = [value.strip(" \t\r\n") for key, value in fields if key == name]
    names = {"what": what, "name": name}
    if len(found) != 1 or not found[0]:
        raise MentionRefused(_("%(what)s is missing: send one in the field %(name)s.") % names)
    if not _is_web_address(found[0]):
        raise MentionRefused(_("%(what)s is not a whole web address, with http or https.") % names)
    return found[0]


def _is_web_address(address: str) -> bool:
    if len(address) > LONGEST_ADDRESS or any(char <= " " or char == "\x7f" for char in address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in _SCHEMES and bool(parts.hostname)
    except ValueError:
        return False


def request(source: str, target: str) -> bytes:
    """Return the form that tells another site that `source` links to its `target`."""
    return urlencode({"source": source, "target": target}).encode()


def judge(response: Response) -> Answer:
    """Say what became of a webmention (section 3.1.3): any 2xx is success.

    With 201 comes the address of a page that tells how it goes on.
    """
    verdict = answer_by_status(response)
    if response.status != _CREATED:
        return verdict
    return answer(Verdict.ACCEPTED, verdict.words, _status_page(response))


def _status_page(response: Response) -> str:
    try:
        place = urljoin(response.url, response.headers.get("location", ""))
    except ValueError:
        return ""
    return place if _is_web_address(place) and place != response.url else ""
