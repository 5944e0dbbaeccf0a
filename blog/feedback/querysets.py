"""Selection of feedback by what may be shown and what waits for the author."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from blog.models import Post

# What a queue does not show of the posts that its rows are about.
_LONG_COLUMNS = ("post__body", "post__html", "post__teaser", "post__excerpt", "post__summary")


class FeedbackQuerySet(models.QuerySet):
    def approved(self) -> Self:
        return self.filter(status="approved")

    def pending(self) -> Self:
        return self.filter(status="pending")

    def unmentioned(self) -> Self:
        """Rows that wait and of which no mail to the author has told."""
        return self.pending().filter(mentioned_at=None)

    def public(self) -> Self:
        """Approved rows of posts that everyone may read now."""
        # Not a join: SQLite would begin with the posts and sort all that is said about them.
        live = Post.objects.published().filter(pk=models.OuterRef("post_id"))
        return self.approved().filter(models.Exists(live))

    def open_to_change(self) -> Self:
        """Rows whose status may still change; a kind says which of its own may not."""
        return self

    def with_network(self) -> Self:
        """Rows of which it is still known where they came from, or by which program."""
        return self.exclude(ip=None, user_agent="")

    def received_within(self, span: timedelta) -> Self:
        return self.filter(created_at__gte=timezone.now() - span)

    def received_until(self, moment: datetime) -> Self:
        return self.filter(created_at__lte=moment)

    def changed_since(self, moment: datetime) -> Self:
        """Rows that say something else than at `moment`; a kind whose words can change tells."""
        return self.none()

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def judged(self) -> Self:
        """Rows that the spam filter has judged: it kept what it knew."""
        return self.exclude(evidence={})

    def for_forecast(self) -> Self:
        """With all that a verdict is made of, but for the post."""
        return self

    def for_queue(self) -> Self:
        """With their posts, but without the long texts of these."""
        return self.select_related("post").defer(*_LONG_COLUMNS)

    def with_reason(self, code: str) -> Self:
        """Rows that have a reason of this code; not every database looks into a list of them."""
        found = f'"code": "{code}"'
        text = Cast("reasons", models.TextField())
        return self.alias(reasons_text=text).filter(reasons_text__contains=found)

    def last_posts(self, rows: int) -> set[int]:
        """The ids of the posts that the last `rows` are about."""
        return set(self.order_by("-pk").values_list("post_id", flat=True)[:rows])

    def by_status(self) -> dict[str, Self]:
        """Return the rows of each status."""
        return {
            status: self.filter(status=status)
            for status in ("pending", "approved", "spam", "removed")
        }


class RecordQuerySet(models.QuerySet):
    def changes(self) -> Self:
        """Records of another status, and of the first one; not those of an edit."""
        return self.exclude(old_status=models.F("new_status"))

    def edits(self) -> Self:
        return self.filter(old_status=models.F("new_status"))

    def standing(self) -> Self:
        """What a person did that can be taken back: the last change of its row, or the last edit.

        What was taken back again counts as if it had never been, and so does the taking back.
        """
        trail = self.all_of_the_row()
        undone = models.Exists(trail.filter(undoes=models.OuterRef("batch")))
        later = trail.filter(~undone, pk__gt=models.OuterRef("pk"), undoes=None)
        is_edit = models.Q(old_status=models.F("new_status"))
        done = self.filter(~undone, batch__isnull=False, undoes=None)
        return done.filter(
            (is_edit & ~models.Exists(later.edits())) | (~is_edit & ~models.Exists(later.changes()))
        )

    def ways(self) -> dict[tuple[str, str], int]:
        """How many records tell of a change from one status to another, by both."""
        pairs = self.order_by().values_list("old_status", "new_status")
        return {(old, new): number for old, new, number in pairs.annotate(n=models.Count("pk"))}

    def all_of_the_row(self) -> Self:
        """The whole trail of the row that the record around this query is about."""
        return type(self)(self.model).filter(item_id=models.OuterRef("item_id"))
