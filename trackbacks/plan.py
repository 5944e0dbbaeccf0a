"""The link plan: whom a text will tell, what they take, and what the author wants.

Planned links are rows of what is told, in a state that no sweep takes up: a link becomes due when
readers see it, and not before.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from blog.models import Post
from blog.site import own_path
from blog.web import http
from blog.web.exchange import FetchFailed, FetchRefused
from trackbacks import sending
from trackbacks.announcement import permalink
from trackbacks.links import MOST_LINKS, words_of_links
from trackbacks.models import OutgoingLink
from trackbacks.outgoing import LEASE, is_unable, status_in_words, way_to_tell
from trackbacks.protocols.answers import Verdict, answer
from trackbacks.sending import Fetch

State, Found = OutgoingLink.State, OutgoingLink.Found
# Whoever saves again and again does not have the same page fetched each time.
LOOKED_AT_AGAIN_AFTER = timedelta(minutes=10)
# Said to the page that is looked at: the address of a draft is nobody's business.
_FOR = "a page of this site"


@dataclass(frozen=True)
class PlannedLink:
    """A link in a text as it was last saved; `row` is what is known of it, if anything is."""

    address: str
    words: str
    row: OutgoingLink | None

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""


@dataclass(frozen=True)
class Plan:
    links: list[PlannedLink]
    # So many more are in the text, of which nobody is told.
    left_out: int


def plan_of(post: Post) -> Plan:
    """Return the links of `post` to other sites as it was last saved, in their order."""
    words = _outgoing(post)
    rows = {row.target: row for row in OutgoingLink.objects.filter(post=post)}
    links = [PlannedLink(address, said, rows.get(address)) for address, said in words.items()]
    return Plan(links[:MOST_LINKS], max(0, len(links) - MOST_LINKS))


@transaction.atomic
def note(post: Post) -> bool:
    """Write down the links of `post` as it was just saved; return whether any is to be looked at.

    What left the text before anybody was told is forgotten, unless the author said no to it: that
    holds should the link come back.
    """
    now, targets = timezone.now(), list(_outgoing(post))[:MOST_LINKS]
    rows = OutgoingLink.objects.filter(post=post)
    known = set(rows.values_list("target", flat=True))
    new = {"post": post, "state": State.PLANNED, "is_present": False, "next_try_at": now}
    OutgoingLink.objects.bulk_create(
        [OutgoingLink(target=target, **new) for target in targets if target not in known],
        ignore_conflicts=True,
    )
    planned = rows.filter(state=State.PLANNED)
    planned.filter(is_wanted=True).exclude(target__in=targets).delete()
    missed = Q(found=Found.UNREACHABLE, looked_at__lte=now - LOOKED_AT_AGAIN_AFTER)
    planned.filter(missed, target__in=targets).update(next_try_at=now)
    return planned.unseen(now).exists()


def choose(post: Post, shown: Collection[int], wanted: Collection[int]) -> None:
    """Remember which of the links `shown` to the author she wants told: those in `wanted`.

    What was told before, or is being told at this moment, stays as it is.
    """
    asked = OutgoingLink.objects.filter(post=post, pk__in=shown).open()
    asked.filter(pk__in=wanted).update(is_wanted=True)
    asked.exclude(pk__in=wanted).update(is_wanted=False)


def look(link_id: int, fetch: Fetch = http.fetch) -> None:
    """See what the page of a planned link takes, and write it down; may be called at any time.

    Only one caller at a time looks, and none where the link is planned no longer: whoever tells it
    looks anew.
    """
    link = _take(link_id)
    if link is None:
        return
    found, words = _look(link.target, fetch)
    mine = OutgoingLink.objects.filter(
        pk=link.pk, state=State.PLANNED, leased_until=link.leased_until
    )
    mine.update(
        found=found,
        last_answer=words,
        looked_at=timezone.now(),
        next_try_at=None,
        leased_until=None,
    )


def _outgoing(post: Post) -> dict[str, str]:
    words = words_of_links(post.html, permalink(post))
    return {address: said for address, said in words.items() if own_path(address) is None}


def _take(link_id: int) -> OutgoingLink | None:
    now = timezone.now()
    free = OutgoingLink.objects.filter(
        Q(leased_until=None) | Q(leased_until__lte=now),
        pk=link_id,
        state=State.PLANNED,
        next_try_at__isnull=False,
    )
    if not free.update(leased_until=now + LEASE):
        return None
    return OutgoingLink.objects.filter(pk=link_id).first()


def _look(target: str, fetch: Fetch) -> tuple[str, str]:
    """Return what was found at `target`, and in words why it is nothing."""
    try:
        page = sending.visit(target, _FOR, fetch)
    except (FetchFailed, FetchRefused) as error:
        return Found.UNREACHABLE, _words(error.reason)
    if is_unable(page):
        return Found.UNREACHABLE, _words(status_in_words(page))
    if not page.is_success:
        return Found.NOTHING, _words(status_in_words(page))
    protocol, _endpoint = way_to_tell(page, target)
    return protocol or Found.NOTHING, ""


def _words(text: object) -> str:
    return answer(Verdict.LATER, text).words
