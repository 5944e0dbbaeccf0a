"""Selection of comments."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, Lower, Substr
from django.utils import timezone

from blog.feedback.querysets import FeedbackQuerySet
from blog.models import Post
from blog.nested import JoinedText
from comments.shown import Shown
from comments.threads import PATH_STEP

if TYPE_CHECKING:
    from comments.subscriptions.models import Subscription

# What is known of a writer and of the text, but never printed in a feed.
_NOT_PRINTED = ("body", "ip", "user_agent", "reasons", "evidence")
MOST_REPEATS = 20

# How long a comment may wait for an answer before it is past: what an import brought never waits.
ANSWER_SPAN = timedelta(days=30)
LAST_WORD_SPAN = timedelta(days=1)
# A line that is no quotation and holds a question mark that is no part of an address.
_QUESTION = "(^|\n)[^>\n][^\n]*[?\u061f\uff1f]([^0-9A-Za-z_%/&=?-]|$)"


class CommentQuerySet(FeedbackQuerySet):
    def open_to_change(self) -> Self:
        """What its writer withdrew stays so, whatever anybody else decides."""
        return self.filter(withdrawn_at=None)

    def legible(self) -> Self:
        """Without the empty places of those that were erased: nobody ever writes nothing."""
        return self.exclude(body="")

    def with_network(self) -> Self:
        """Browsers are known as long as networks."""
        return self.exclude(ip=None, user_agent="", browser=None)

    def unmentioned(self) -> Self:
        """Not while a service outside is asked: most are shown within a minute then."""
        return super().unmentioned().filter(question=None)

    def changed_since(self, moment: datetime) -> Self:
        return self.filter(edited_at__gt=moment)

    def in_thread_order(self) -> Self:
        return self.order_by("path")

    def newest_thread_first(self) -> Self:
        """What answers a comment stands below it, the oldest answer first, in any order."""
        return self.order_by(Substr("path", 1, PATH_STEP).desc(), "path")

    def roots(self) -> models.QuerySet:
        """One row with the root of each comment that is shown, one after the other in any order:
        roots_in reads them.

        To count them in Python is faster than in a database, which would sort them first.
        """
        root = Substr("path", 1, PATH_STEP)
        rows = self.approved().order_by().annotate(roots=JoinedText(root))
        return rows.values_list("roots", flat=True)

    def as_printed(self, *, is_newest_first: bool = False) -> models.QuerySet:
        """What is shown, in reading order: of each the columns of Shown, and no more."""
        rows = self.approved()
        rows = rows.newest_thread_first() if is_newest_first else rows.in_thread_order()
        return rows.values_list(*Shown._fields)

    def same_words(self, name: str, body: str, span: timedelta) -> Self:
        """What `name` wrote in these very words during the last `span` and has not withdrawn."""
        return self.received_within(span).filter(name=name, body=body, withdrawn_at=None)

    def repeating(self, fingerprint: int, span: timedelta) -> int:
        """How many of the last `span` have the letters of `fingerprint`, as far as it matters."""
        rows = self.received_within(span).filter(fingerprint=fingerprint)
        return rows.exclude(status="removed")[:MOST_REPEATS].count()

    def shown_among(self, ids: Collection[int]) -> Self:
        return self.approved().filter(pk__in=ids)

    def standing(self) -> Self:
        """What is shown, or may be before long."""
        return self.filter(status__in=["pending", "approved"])

    def for_receipts(self) -> Self:
        """Of posts that everyone may read now, with these and what is answered; none erased."""
        live = Post.objects.published().filter(pk=models.OuterRef("post_id"))
        return self.legible().filter(models.Exists(live)).select_related("post", "parent")

    def written_from(self, address: str) -> Self:
        """What a reader wrote under `address`, however its letters are written."""
        return self._from_address(address).filter(user=None)

    def spam_from(self, email: str) -> Self:
        return self._from_address(email).filter(status="spam")

    def _from_address(self, address: str) -> Self:
        """In lower case, by an index. In capitals, as PostgreSQL compares otherwise, an i without a
        dot is an I: whoever owns such a domain would pass for the readers of another.
        """
        return self.alias(address=Lower("email")).filter(address=address.lower())

    def to_announce(self) -> Self:
        """What readers can see and subscribers have not been told of, in the order it came."""
        return self.public().filter(announcement="due").order_by("pk")

    def news_for(self, subscription: Subscription) -> Self:
        """What others said since `subscription` was asked for, where its address was not told."""
        said = self.filter(post=subscription.post_id, created_at__gte=subscription.created_at)
        if subscription.is_for_answers:
            said = said.filter(parent=subscription.comment_id)
        told = Q(notices__subscription__email=subscription.email)
        is_own = Q(email__iexact=subscription.email)
        return said.exclude(announcement="").exclude(is_own).exclude(told).order_by("pk")

    def for_forecast(self) -> Self:
        return self.select_related("parent").defer("html", "parent__html")

    def for_queue(self) -> Self:
        """With what they answer as well."""
        rows = super().for_queue().select_related("parent")
        return rows.defer("html", "parent__body", "parent__html")

    def for_feeds(self) -> Self:
        """The newest first, with their posts and without private columns."""
        texts = ("post__body", "post__html", "post__teaser")
        return self.newest_first().select_related("post").defer("email", *_NOT_PRINTED, *texts)

    def unanswered(self) -> Self:
        """What readers lately said, and nobody of the blog in the same thread after them.

        Three columns say why one needs an answer: it `is_question`, it `is_first` of its writer,
        or it `is_last` in its thread for more than a day. What is settled needs none.
        """
        thread = Substr("path", 1, PATH_STEP)
        others = type(self)(self.model).approved()
        later = others.filter(
            post_id=OuterRef("post_id"),
            path__gte=OuterRef("thread"),
            path__lte=Concat(OuterRef("thread"), Value("9" * PATH_STEP)),
            created_at__gt=OuterRef("created_at"),
        )
        # Not by the time itself: SQLite would look through all that is older for each comment.
        dated = others.alias(said_at=Coalesce("created_at", "created_at"))
        earlier = dated.filter(email=OuterRef("email"), said_at__lt=OuterRef("created_at"))
        waits = Q(created_at__lt=timezone.now() - LAST_WORD_SPAN)
        return (
            self.public()
            .received_within(ANSWER_SPAN)
            .filter(user=None, settled_under=None)
            .alias(thread=thread)
            .filter(~Exists(later.filter(user__isnull=False)))
            .annotate(
                is_question=_is_true(Q(body__regex=_QUESTION)),
                is_first=_is_true(~Q(email="") & ~Exists(earlier)),
                is_last=_is_true(waits & ~Exists(later)),
            )
            .filter(Q(is_question=True) | Q(is_first=True) | Q(is_last=True))
        )


def _is_true(condition: Combinable | Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=models.BooleanField())
