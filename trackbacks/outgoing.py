"""Telling others of the links in our posts: by comparing the texts with what was told.

Nothing is remembered of what an author did; a sweep compares what readers see with the rows of
what was told. So scheduled posts, edits, bulk changes and crashes all come out right.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import cast

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.current import site_settings
from blog.models import Post
from blog.site import own_path
from blog.web import http
from blog.web.exchange import FetchFailed, FetchRefused, Response
from trackbacks import sending
from trackbacks.announcement import permalink
from trackbacks.discovery import FINDERS, find_endpoint
from trackbacks.links import MOST_LINKS, is_site_root, links_of, outgoing_links
from trackbacks.models import LinkScan, OutgoingLink, OwnLink, Protocol
from trackbacks.protocols.answers import Answer, Verdict, answer
from trackbacks.sending import Fetch
from trackbacks.targets import find_post

# A text that is older when it is first seen was published elsewhere, or before this blog told.
FRESH = timedelta(days=7)
# Longer than a visit and a message take: a worker that has not come back by then never will.
LEASE = timedelta(seconds=90)
MOST_ATTEMPTS = 6
FIRST_RETRY = timedelta(minutes=5)
# So many posts are compared in one sweep, those that changed last first: an import brings many.
SCANNED_AT_ONCE = 500

State = OutgoingLink.State


def changed_posts() -> QuerySet[Post]:
    """Posts and pages whose text, or whose being seen, has changed since it was last compared."""
    live = Q(status="published", published_at__lte=timezone.now())
    scanned = Q(link_scan__isnull=False)
    is_behind = Q(link_scan__seen_at__lt=Greatest(F("updated_at"), F("published_at")))
    return Post.objects.filter(
        (live & (~scanned | is_behind | Q(link_scan__was_live=False)))
        | (~live & scanned & Q(link_scan__was_live=True))
    ).order_by("-updated_at", "-pk")


@transaction.atomic
def scan(post: Post) -> None:
    """Write down which links of `post` have come and gone, so that others are told of them.

    Links of a post that is older when it is first seen, and of a site that is not live, are
    written down as such: they are told when the author wants it.
    """
    html, here = post.html if post.is_live else "", permalink(post)
    _note_own(post, links_of(html, here))
    links = outgoing_links(html, here, _is_own)
    known = {row.target: row for row in OutgoingLink.objects.filter(post=post)}
    state = State.WAITING if may_tell(post) else State.OLD
    OutgoingLink.objects.bulk_create(
        OutgoingLink(post=post, target=target, state=state)
        for target in links
        if target not in known
    )
    for target, row in known.items():
        _compare(row, is_present=target in links, first=state)
    seen_at = max(post.updated_at, post.published_at or post.updated_at)
    LinkScan.objects.update_or_create(
        post=post, defaults={"seen_at": seen_at, "was_live": post.is_live}
    )


def take_back_deleted() -> int:
    """Have those who can take back a link of a deleted post told, and forget the other rows.

    Returns how many rows were changed or forgotten.
    """
    links = OutgoingLink.objects.of_deleted_posts()
    if not links.exists():  # a sweep with nothing to do takes no lock
        return 0
    with_word = links.filter(
        is_present=True, is_wanted=True, told_at__isnull=False, protocol=Protocol.WEBMENTION
    ).exclude(source="")
    told = with_word.update(
        state=State.WAITING, is_present=False, attempts=0,
        next_try_at=timezone.now(), leased_until=None,
    )  # fmt: skip
    return told + links.settled().delete()[0]


def _is_own(url: str) -> bool:
    return own_path(url) is not None


def may_tell(post: Post) -> bool:
    """Are new links of `post` told by themselves once it can be read?"""
    now = timezone.now()
    is_fresh = (post.published_at or now) >= now - FRESH
    return settings.SITE_LIVE and (is_fresh or LinkScan.objects.filter(post=post).exists())


def _note_own(post: Post, links: list[str]) -> None:
    """Write down which of our own posts `post` links to."""
    own = [url for url in links if _is_own(url)][:MOST_LINKS]
    targets = {target.pk for url in own if (target := find_post(url)) and target != post}
    OwnLink.objects.filter(source=post).exclude(target__in=targets).delete()
    OwnLink.objects.bulk_create(
        [OwnLink(source=post, target_id=pk) for pk in sorted(targets)], ignore_conflicts=True
    )


def _compare(row: OutgoingLink, *, is_present: bool, first: OutgoingLink.State) -> None:
    """Have a link told of again where it came back, and where one went that webmention can take
    back; the other protocols know no way to. `first` is the state of a link that comes.
    """
    if is_present and not row.is_wanted and row.is_open:
        _rest(row, State.UNWANTED)
    elif is_present and (not row.is_present or (row.is_wanted and row.state == State.UNWANTED)):
        make_due(row) if first == State.WAITING else _rest(row, first)
    elif row.is_present and not is_present:
        can_take_back = row.told_at is not None and row.protocol == Protocol.WEBMENTION
        make_due(row) if can_take_back and row.is_wanted else _rest(row, State.REMOVED)
    else:
        return
    row.is_present = is_present
    # What the author wants is left to her: she may have said so since the row was read.
    row.save(update_fields=["state", "is_present", "attempts", "next_try_at", "leased_until"])


def _rest(row: OutgoingLink, state: OutgoingLink.State) -> None:
    """Have `row` stay in `state` with nothing to be done; the caller saves it."""
    row.state, row.next_try_at, row.leased_until = state, None, None


def make_due(row: OutgoingLink) -> None:
    """Have `row` told of as if it had never been tried; the caller saves it."""
    row.state, row.attempts = State.WAITING, 0
    row.next_try_at, row.leased_until = timezone.now(), None


def may_tell_now() -> bool:
    """Not where the site is no live one, nor while its author has switched links off."""
    return settings.SITE_LIVE and site_settings().linkbacks_open


def tell(link_id: int, fetch: Fetch = http.fetch) -> None:
    """Tell of the link, unless another worker has it or it is settled; may be called at any time.

    Told at least once: where the worker is killed after the other side has heard and before that
    is written down, it is told once more when the lease is over. All three protocols bear that.
    A killed worker that had not sent yet has told nobody, and what is written down is never sent
    again.
    """
    link = take(link_id) if may_tell_now() else None
    if link is not None:
        settle(link, *_told(link, fetch))


def take(link_id: int) -> OutgoingLink | None:
    """Lease a link to the caller for LEASE; only one caller at a time gets it."""
    now = timezone.now()
    free = OutgoingLink.objects.free(now).filter(pk=link_id)
    if not free.update(leased_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    mine = OutgoingLink.objects.filter(pk=link_id).select_related("post")
    # A post that was deleted in this moment: the next sweep sees what is left to tell.
    return mine.exclude(post=None, is_present=True).first()


def _told(link: OutgoingLink, fetch: Fetch) -> tuple[str, Answer | None]:
    """Look where the page takes word, anew each time, and tell it; return by which protocol.

    No answer where it takes none. Writes nothing.
    """
    source = _source_of(link)
    try:
        page = sending.visit(link.target, source, fetch)
    except FetchRefused as refusal:
        return "", answer(Verdict.REFUSED, refusal.reason)
    except FetchFailed as failure:
        return "", answer(Verdict.LATER, failure.reason)
    if is_unable(page):
        return "", answer(Verdict.LATER, status_in_words(page))
    protocol, endpoint = way_to_tell(page, link.target, is_going=not link.is_present)
    if not endpoint:
        return "", None
    return protocol, sending.tell(protocol, endpoint, source, link.target, fetch)


def _source_of(link: OutgoingLink) -> str:
    """Where the link stands; for one that went, where it was said to stand."""
    told = link.source if not link.is_present else ""
    return told or permalink(cast(Post, link.post))


def is_unable(page: Response) -> bool:
    """Did the server of `page` answer that it cannot at present?"""
    return page.status in {408, 425, 429} or page.status >= 500


def status_in_words(page: Response) -> str:
    return _("The page answers with the status %(status)d.") % {"status": page.status}


def way_to_tell(page: Response, target: str, *, is_going: bool = False) -> tuple[str, str]:
    """Return the protocol by which `page` takes word of links to `target`, and where; else nothing.

    The going of a link is told only by webmention, and to a site as such nothing else.
    """
    only_webmention = is_going or is_site_root(target)
    for protocol in [Protocol.WEBMENTION] if only_webmention else FINDERS:
        if endpoint := _endpoint(protocol, page, target):
            return protocol, endpoint
    return "", ""


def _endpoint(protocol: str, page: Response, target: str) -> str | None:
    """Our own endpoints are never told: whoever advertises them wants us to call ourselves."""
    endpoint = find_endpoint(protocol, page, target)
    return endpoint if endpoint and own_path(endpoint) is None else None


_STATES: dict[Verdict, Callable[[OutgoingLink], OutgoingLink.State]] = {
    Verdict.ACCEPTED: lambda link: State.TOLD if link.is_present else State.REMOVED,
    Verdict.REFUSED: lambda link: State.REFUSED if link.is_present else State.REMOVED,
    Verdict.LATER: lambda link: State.WAITING if link.attempts < MOST_ATTEMPTS else State.FAILED,
}


def settle(link: OutgoingLink, protocol: str, told: Answer | None) -> None:
    """Write down what became of `link`, as it was taken.

    Nothing is written where the text has changed meanwhile, or where another worker has the link.
    """
    now = timezone.now()
    values: dict[str, object] = {"leased_until": None, "next_try_at": None}
    if told is None:
        values["state"] = State.NOWHERE if link.is_present else State.REMOVED
        values["last_answer"] = str(_("The page takes no links from other blogs."))
    else:
        values["state"] = _STATES[told.verdict](link)
        values["last_answer"], values["status_page"] = told.words, told.place
    if values["state"] == State.WAITING:
        values["next_try_at"] = now + FIRST_RETRY * 4 ** (link.attempts - 1)
    if protocol:
        values["protocol"] = protocol
    if told is not None and told.verdict == Verdict.ACCEPTED:
        values["told_at"], values["source"] = now, _source_of(link)
    mine = OutgoingLink.objects.filter(
        pk=link.pk, state=State.WAITING, leased_until=link.leased_until, is_present=link.is_present
    )
    mine.update(**values)
