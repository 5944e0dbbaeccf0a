"""Selection of links from other blogs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from blog.feedback.querysets import FeedbackQuerySet
from blog.web.places import hosts_above, networks_of, prefixes_of
from trackbacks.shown import Shown

if TYPE_CHECKING:
    from blog.models import Post
    from blog.prepared import Given

# What is known of a sender, but never printed with a link.
_NOT_PRINTED = ("ip", "user_agent", "reasons")
_NAMES_A_POST = ("title", "kind", "slug", "path", "published_at")


class TrackbackQuerySet(FeedbackQuerySet):
    def shown_on(self, post: Post | Given) -> models.QuerySet:
        """What readers see below `post`, the oldest first: of each the columns of Shown."""
        rows = self.approved().filter(post=post).order_by("created_at", "pk")
        return rows.values_list(*Shown._fields)

    def newest(self) -> Self:
        """What readers see anywhere, the newest first, with the posts that are linked to."""
        texts = ("post__body", "post__html", "post__teaser")
        newest_first = self.public().order_by("-created_at", "-pk")
        return newest_first.select_related("post").defer(*_NOT_PRINTED, *texts)

    def from_page(self, post: Post, source: str) -> Self:
        """The link from `source` to `post`, whatever became of it: one at most."""
        return self.filter(post=post, source=source)

    def with_waiting_of_its_host(self, link) -> Self:
        """`link` itself, and what waits for the author from the same host."""
        same_host = Q(source_host=link.source_host, status="pending")
        return self.filter(Q(pk=link.pk) | same_host)


class ClaimQuerySet(models.QuerySet):
    def with_network(self) -> Self:
        """Rows of which it is still known where they came from, or by which program."""
        return self.exclude(ip=None, user_agent="")

    def free(self, now: datetime) -> Self:
        """Waiting to be checked, and in no living worker's hands."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lte=now), state="queued")

    def waiting(self, host: str) -> tuple[int, int]:
        """How many have never been looked at: in all, and of pages of `host`."""
        fresh = self.filter(state="queued", visited_at=None)
        counts = fresh.aggregate(
            all=models.Count("pk"), of_host=models.Count("pk", filter=Q(source_host=host))
        )
        return counts["all"], counts["of_host"]

    def rested(self, now: datetime, span: timedelta) -> Self:
        """Those that were not visited for `span`; a visit that came to nothing does not count."""
        return self.filter(Q(visited_at=None) | Q(visited_at__lte=now - span) | Q(attempts__gt=0))

    def due(self, now: datetime) -> Self:
        """What should be checked now, the longest due first."""
        return self.free(now).filter(next_try_at__lte=now).order_by("next_try_at", "pk")

    def worthless(self, now: datetime, keep: timedelta) -> Self:
        """What came to nothing longer ago than `keep`."""
        return self.filter(state__in=["refused", "failed"], checked_at__lt=now - keep)


class SourceRuleQuerySet(models.QuerySet):
    def about(self, url: str) -> Self:
        """What the author has said of the page at `url`; a block is of subdomains too."""
        host, *above = hosts_above(url)
        return self.filter(
            Q(kind="host", value=host)
            | Q(kind="host", effect="block", value__in=above)
            | Q(kind="prefix", value__in=prefixes_of(url))
        )

    def about_sender(self, ip: str | None) -> Self:
        return self.filter(kind="network", value__in=networks_of(ip))

    def trusting(self) -> Self:
        return self.filter(effect="trust")


class OutgoingLinkQuerySet(models.QuerySet):
    def free(self, now: datetime) -> Self:
        """Waiting to be told, with the author's consent, and in no living worker's hands.

        A post that nobody can read any more is known to none but those who were told of it.
        """
        is_seen = Q(post__status="published", post__published_at__lte=now)
        rows = self._unheld(now).filter(is_seen | Q(is_present=False))
        return rows.filter(state="waiting", is_wanted=True)

    def due(self, now: datetime) -> Self:
        """What should be told now, the longest due first."""
        return self.free(now).filter(next_try_at__lte=now).order_by("next_try_at", "pk")

    def of_deleted_posts(self) -> Self:
        return self.filter(post=None)

    def settled(self) -> Self:
        """Where nothing is to be done, or nothing can be: there was no word to take back."""
        return self.exclude(state="waiting", is_present=False)

    def unseen(self, now: datetime) -> Self:
        """Planned, to be looked at now, and in no living worker's hands; the oldest first."""
        rows = self._unheld(now).filter(state="planned", next_try_at__lte=now)
        return rows.order_by("next_try_at", "pk")

    def open(self) -> Self:
        """What the author may still say yes or no to; see OutgoingLink.is_open."""
        untold = Q(state="waiting", told_at=None, leased_until=None)
        return self.filter(untold | Q(state__in=["planned", "unwanted", "removed"]))

    def _unheld(self, now: datetime) -> Self:
        return self.filter(Q(leased_until=None) | Q(leased_until__lte=now))


class OwnLinkQuerySet(models.QuerySet):
    def shown_on(self, post: Post | Given, now: datetime | Given) -> Self:
        """Links from posts that everyone may read, the newest first, with what names them."""
        return (
            self.filter(target=post, source__status="published", source__published_at__lte=now)
            .select_related("source")
            .only(*(f"source__{name}" for name in _NAMES_A_POST))
            .order_by("-source__published_at", "-source__pk")
        )
