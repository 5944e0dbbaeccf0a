"""Letting a comment wait for what a service outside says: before it is stored, and as it is."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone

from blog.feedback.models import Status
from comments import jobs
from comments.models import Comment, OutsideQuestion
from comments.outside import ASKED, RETRIES, is_on


def hold_back(comment: Comment) -> None:
    """Let a comment that is not stored yet, and would be shown, wait for the answer.

    The author is not told of it meanwhile.
    """
    if is_on() and comment.is_public:
        comment.status = Status.PENDING
        comment.reasons = [*comment.reasons, ASKED.as_json()]
        comment.mentioned_at = timezone.now()


def ask_soon(comment: Comment) -> None:
    """Have the job ask about `comment`; must run in the transaction that stores it."""
    due = timezone.now() + RETRIES[0]
    OutsideQuestion.objects.update_or_create(
        comment=comment, defaults={"next_try_at": due, "attempts": 0}
    )
    transaction.on_commit(partial(jobs.ask.enqueue, comment.pk), robust=True)
