"""Questions to a service outside, whether a comment is spam: each is gone with its answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from blog.feedback.spam import Reason

ASKED = Reason("asked", "Akismet is asked about it; it is shown as soon as that finds nothing.")
# After one and after four minutes more the reader has waited long enough.
RETRIES = (timedelta(minutes=1), timedelta(minutes=4))


def is_on() -> bool:
    return bool(settings.AKISMET_KEY)


def is_held_back(comment: Any) -> bool:
    """Does `comment` wait for the answer, and for nothing else?"""
    return any(reason["code"] == ASKED.code for reason in comment.reasons)


class OutsideQuestionQuerySet(models.QuerySet):
    def free(self, now: datetime) -> Self:
        """In no living worker's hands."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lte=now))

    def due(self, now: datetime) -> Self:
        """What should be asked now, the longest due first."""
        return self.free(now).filter(next_try_at__lte=now).order_by("next_try_at", "pk")


class OutsideQuestion(models.Model):
    """Whether a comment is spam is being asked: what came of it stands with the comment."""

    comment = models.OneToOneField("comments.Comment", models.CASCADE, related_name="question")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now, db_index=True)
    # Until when a worker is at it: past it, whoever had it is taken for dead.
    leased_until = models.DateTimeField(null=True)

    objects: ClassVar = OutsideQuestionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.comment_id}"
