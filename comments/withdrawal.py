"""Taking back a comment: a decision of its writer, which nobody else can undo."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from blog.feedback import moderation
from blog.feedback.spam import Reason
from comments.models import Comment

WITHDRAWN = Reason("withdrawn", "Withdrawn by its writer, so it cannot be shown again.")


@transaction.atomic
def withdraw(comment: Comment) -> bool:
    """Take `comment` off the page for good; tell whether it was not withdrawn before.

    Answers to it stay, below its empty place.
    """
    rows = Comment.objects.filter(pk=comment.pk)
    stored = rows.open_to_change().select_for_update(no_key=True).first()
    if stored is None:
        return False
    moderation.remove(rows, why="Withdrawn.", by_sender=True)
    rows.update(withdrawn_at=timezone.now(), reasons=[*stored.reasons, WITHDRAWN.as_json()])
    return True
