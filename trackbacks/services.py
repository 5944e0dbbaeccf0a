"""Receiving the word of another blog that it links to a post: stored at once, believed later."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.current import site_settings
from blog.feedback.models import Status
from blog.feedback.submission import Sender
from blog.limits import Limit, allow, is_used_up, network_of
from blog.models import Post
from blog.site import own_path
from trackbacks import jobs
from trackbacks.addresses import AddressRefused, WebAddress, web_address
from trackbacks.announcement import permalink, why_closed
from trackbacks.http import allowed_pairs
from trackbacks.models import Claim, Protocol, Trackback
from trackbacks.source_lists import is_listed
from trackbacks.verification import is_withdrawn

SENDER_LIMITS = (Limit("linkback", 30, 10 * 60), Limit("linkback-day", 300, 24 * 3600))
# Whoever makes many blogs look at one host uses them to attack it.
HOST_LIMITS = (Limit("linkback-host", 30, 3600),)
# Sent again, a webmention says that the page has changed (section 3.2.4), and each is a visit.
PAGE_LIMITS = (Limit("linkback-page", 6, 24 * 3600),)
# So many claims may wait for their first check. A flood from everywhere passes every other limit.
MOST_WAITING = 500
FULL_SECONDS = 600
# And so many are taken in an hour from all senders together, since each is a visit to somebody.
SITE_LIMIT = Limit("linkback-site", 600, 3600)
# The same words again within this span say nothing new.
REPEAT_SPAN = timedelta(hours=1)
# The job is enqueued at once: the sweep has to look only where that was lost.
SWEEP_AFTER = timedelta(minutes=1)


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
    message = _("This blog takes no links from there.")


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
    so may the page. Raises LinkbackRefused where there is nothing to check, and has stored nothing.
    """
    if reason := why_closed(post, site_settings()):
        raise LinkbacksClosed(reason)
    if Claim.objects.waiting(MOST_WAITING) >= MOST_WAITING:
        raise TooManyLinkbacks(FULL_SECONDS)
    if is_used_up(SITE_LIMIT, "all"):
        raise TooManyLinkbacks(SITE_LIMIT.seconds_left())
    _count(SENDER_LIMITS, network_of(sender.ip) if sender.ip else "unknown")
    address = _address_of(source)
    if is_listed(str(address), site_settings().linkbacks_blocked):
        raise BlockedSource
    _count(HOST_LIMITS, address.host)
    if protocol == Protocol.WEBMENTION:
        _count(PAGE_LIMITS, sha256(f"{post.pk} {address}".encode()).hexdigest())
    _count((SITE_LIMIT,), "all")
    claim = Claim(
        post=post,
        source=str(address),
        target=permalink(post),
        protocol=protocol,
        next_try_at=timezone.now() + SWEEP_AFTER,
        ip=sender.ip,
        user_agent=sender.user_agent,
        **asdict(words),
    )
    with transaction.atomic():
        _refuse_settled(claim)
        claim = _stored(claim)
        transaction.on_commit(partial(jobs.verify.enqueue, claim.pk), robust=True)
    return claim


def _count(limits: tuple[Limit, ...], who: str) -> None:
    for limit in limits:
        if not allow(limit, who):
            raise TooManyLinkbacks(limit.seconds_left())


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


def _refuse_settled(claim: Claim) -> None:
    """What the author has thrown out stays out, and costs no further visit."""
    link = Trackback.objects.from_page(claim.post, claim.source).first()
    if link is None:
        is_settled = Claim.objects.filter(
            post=claim.post, source=claim.source, state=Claim.State.VERIFIED
        ).exists()
    else:
        is_thrown_out = link.status in {Status.SPAM, Status.REMOVED}
        is_settled = is_thrown_out and not is_withdrawn(link)
    if is_settled:
        raise DuplicateLinkback


# What the newest word of a sender replaces; `received_at` and the answers so far stay.
_RENEWED = (
    "target",
    "protocol",
    "title",
    "blog_name",
    "excerpt",
    "next_try_at",
    "ip",
    "user_agent",
)


def _stored(claim: Claim) -> Claim:
    values = {name: getattr(claim, name) for name in _RENEWED}
    known, is_new = Claim.objects.get_or_create(
        post=claim.post, source=claim.source, defaults=values
    )
    if is_new:
        return known
    known = Claim.objects.select_for_update().get(pk=known.pk)
    if _says_nothing_new(known, claim):
        raise DuplicateLinkback
    for name, value in values.items():
        setattr(known, name, value)
    known.state, known.attempts, known.leased_until = Claim.State.QUEUED, 0, None
    known.save()
    return known


def _says_nothing_new(known: Claim, claim: Claim) -> bool:
    if claim.protocol == Protocol.WEBMENTION:
        return False
    if known.state not in {Claim.State.QUEUED, Claim.State.VERIFIED}:
        return False
    same_words = all(
        getattr(known, name) == getattr(claim, name) for name in ("title", "blog_name", "excerpt")
    )
    return same_words and timezone.now() - (known.checked_at or known.received_at) < REPEAT_SPAN
