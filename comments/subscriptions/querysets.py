"""Selection of subscriptions: of an address, for a comment, due to be mailed, outlived."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from comments.models import Comment

# What a mail about a subscription does not say of its post and comment.
_LONG_COLUMNS = ("post__body", "post__html", "post__teaser", "comment__body", "comment__html")


class SubscriptionQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(state="active")

    def not_stopped(self) -> Self:
        return self.exclude(state="stopped")

    def of_address(self, email: str) -> Self:
        return self.filter(email=email.lower())

    def with_subject(self) -> Self:
        """With post and comment, but without their long texts."""
        return self.select_related("post", "comment").defer(*_LONG_COLUMNS)

    def wanting(self, comment: Comment) -> Self:
        """Active ones that `comment` is news for: those for answers first, never its writer's own.

        What a spammer subscribed to is not for her either. No address that is told of it already.
        """
        told = comment.notices.values("subscription__email")
        is_meant = Q(scope="post", post_id=comment.post_id)
        if comment.parent_id:
            is_meant |= Q(scope="answers", comment_id=comment.parent_id)
        found = self.active().filter(is_meant).exclude(comment__status="spam")
        own = comment.email.lower()
        return found.exclude(email=own).exclude(email__in=told).order_by("scope", "pk")

    def unasked_with(self, comment: Comment) -> Self:
        """Those that were asked for with `comment` while it passed for spam."""
        return self.filter(comment=comment, state="unconfirmed", asked_at=None)

    def awake(self, now: datetime) -> Self:
        """Active ones that need not rest."""
        return self.active().filter(Q(rests_until=None) | Q(rests_until__lte=now))

    def due(self, now: datetime) -> Self:
        """Those awake that have news waiting."""
        has_news = Q(notices__isnull=False, notices__mailed_at=None)
        return self.awake(now).filter(has_news).distinct().order_by("pk")

    def outlived(self, now: datetime, unconfirmed: timedelta, stopped: timedelta) -> Self:
        """Those never confirmed, and those stopped, so long ago."""
        return self.filter(
            Q(state="unconfirmed", created_at__lt=now - unconfirmed)
            | Q(state="stopped", stopped_at__lt=now - stopped)
        )


class NoticeQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(mailed_at=None)

    def mailed_since(self, moment: datetime) -> Self:
        return self.filter(mailed_at__gt=moment)

    def mailed_before(self, moment: datetime) -> Self:
        return self.filter(mailed_at__lt=moment)
