"""Asking for another look at a comment that was declined: once, with a word of explanation."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.feedback import moderation
from blog.feedback.models import Status
from blog.feedback.spam import Reason
from blog.limits import Limit
from comments.models import Comment
from comments.services import CommentRefused

LIMITS = (Limit("comment-appeal", 5, 24 * 3600),)


class AppealRefused(CommentRefused):
    """The comment is not declined, or its writer has asked before."""

    message = _("You can ask once, and only while your comment is not shown.")


def may_appeal(comment: Comment) -> bool:
    return (
        comment.status in {Status.SPAM, Status.REMOVED}
        and comment.withdrawn_at is None
        and comment.appealed_at is None
    )


@transaction.atomic
def appeal(comment: Comment, words: str) -> None:
    """Let `comment` wait for the author again, with what its writer says. Raises AppealRefused."""
    rows = Comment.objects.filter(pk=comment.pk)
    stored = rows.select_for_update(no_key=True).get()
    if not may_appeal(stored):
        raise AppealRefused
    asked = Reason("appeal", f"The reader asks for another look: “{words}”")
    moderation.hold(rows, why=asked.text, by_sender=True)
    rows.update(appealed_at=timezone.now(), reasons=[*stored.reasons, asked.as_json()])
