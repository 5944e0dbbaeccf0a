"""Selection of feedback by what may be shown and what waits for the author."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone


class FeedbackQuerySet(models.QuerySet):
    def approved(self) -> Self:
        return self.filter(status="approved")

    def pending(self) -> Self:
        return self.filter(status="pending")

    def spam(self) -> Self:
        return self.filter(status="spam")

    def removed(self) -> Self:
        return self.filter(status="removed")

    def public(self) -> Self:
        """Approved rows of posts that everyone may read now."""
        return self.approved().filter(
            post__status="published", post__published_at__lte=timezone.now()
        )

    def received_within(self, span: timedelta) -> Self:
        return self.filter(created_at__gte=timezone.now() - span)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def status_counts(self) -> dict[str, int]:
        """How many rows have each status, in one query."""
        rows = self.order_by().values_list("status").annotate(n=models.Count("pk"))
        return dict(rows)
