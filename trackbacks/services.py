"""Receiving the word of another blog that it links to a post: stored at once, believed later."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.current import site_settings
from blog.feedback.models import Status
from blog.feedback.submission import Sender
from blog.models import Post
from blog.site import own_path
from blog.web.addresses import AddressRefused, WebAddress, web_address
from blog.web.http import allowed_pairs
from trackbacks import intake
from trackbacks.announcement import permalink, why_closed
from trackbacks.models import Claim, Protocol, Trackback
from trackbacks.policy import standing
from trackbacks.recording import is_withdrawn
from trackbacks.storing import says_nothing_new, store


class LinkbackRefused(Exception):
    """Why an announced link was not taken; `message` is for the other blog's author."""

    message: str | Promise = ""


class LinkbacksClosed(LinkbackRefused):
    def __init__(self, reason: str | Promise):
        super().__init__(reason)
        self.message = reason


class BadSource(LinkbackRefused):
    def __init__(self, reason: str | Promise):
        super().__init__(reason)
        self.message = _("Your page cannot be visited: %(reason)s") % {"reason": reason}


class BlockedSource(LinkbackRefused):
    message = _("The author of this blog takes no links from there.")


class OwnSource(LinkbackRefused):
    message = _("That page belongs to this blog itself, which knows its own links.")


class DuplicateLinkback(LinkbackRefused):
    message = _("This blog has heard of that page already. There is no need to send it again.")


class TooManyLinkbacks(LinkbackRefused):
    """`retry_after` is in seconds."""

    message = _("Too many links were announced to this blog. Try again later.")

    def __init__(self, retry_after: int):
        super().__init__(retry_after)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Words:
    """What the other blog says of its page: plain text of a length that the columns hold."""

    title: str = ""
    blog_name: str = ""
    excerpt: str = ""


def receive(post: Post, source: str, words: Words, sender: Sender, *, protocol: Protocol) -> Claim:
    """Store the claim that the page `source` links to `post`, and have it checked by a job.

    Nothing is fetched here. Sent again, it is checked again: what it says may have changed, and
    so may the page. But no page is visited more than once a day for one post: what is announced
    within that day is taken, and checked when it is over. Raises LinkbackRefused where there is
    nothing to check, and has stored and counted nothing.
    """
    if reason := why_closed(post, site_settings()):
        raise LinkbacksClosed(reason)
    address = _address_of(source)
    stands = standing(str(address), sender.ip)
    if stands.is_blocked:
        raise BlockedSource
    _wait(intake.seconds_to_wait(address.host, sender, is_trusted=stands.is_trusted))
    claim = Claim(
        post=post,
        source=str(address),
        source_host=address.host,
        target=permalink(post),
        protocol=protocol,
        ip=sender.ip,
        user_agent=sender.user_agent,
        **asdict(words),
    )
    known = Claim.objects.filter(post=post, source=claim.source).first()
    _refuse_settled(claim, known)
    if known and says_nothing_new(known, claim):
        return _known_already(known, protocol)
    _wait(intake.count(address.host, sender, is_trusted=stands.is_trusted))
    row, is_news = store(claim)
    return row if is_news else _known_already(row, protocol)


def _known_already(known: Claim, protocol: Protocol) -> Claim:
    """A webmention may be sent as often as one likes, and is answered alike (section 3.2.4)."""
    if protocol != Protocol.WEBMENTION:
        raise DuplicateLinkback
    return known


def _wait(seconds: int) -> None:
    if seconds:
        raise TooManyLinkbacks(seconds)


def _address_of(source: str) -> WebAddress:
    _refuse_own(source)
    try:
        address = web_address(source, allowed_pairs())
    except AddressRefused as refusal:
        raise BadSource(refusal.reason) from refusal
    _refuse_own(str(address))
    return address


def _refuse_own(url: str) -> None:
    if own_path(url) is not None:
        raise OwnSource


def _refuse_settled(claim: Claim, known: Claim | None) -> None:
    """What the author has thrown out stays out, and costs no further visit."""
    link = Trackback.objects.from_page(claim.post, claim.source).first()
    if link is None:
        is_settled = known is not None and known.state == Claim.State.VERIFIED
    else:
        is_thrown_out = link.status in {Status.SPAM, Status.REMOVED}
        is_settled = is_thrown_out and not is_withdrawn(link)
    if is_settled:
        raise DuplicateLinkback
