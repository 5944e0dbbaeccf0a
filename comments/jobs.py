"""Work for the jobs worker: asking a service outside about comments."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from comments import asking
from comments.models import OutsideQuestion

# So many are picked up in one sweep, the longest due first.
SWEPT_AT_ONCE = 200


# The reader waits for it.
@task(priority=5)
def ask(comment_id: int) -> None:
    asking.ask(comment_id)


def sweep_questions() -> int:
    """Enqueue the questions that are due and those whose worker died; return how many."""
    due = OutsideQuestion.objects.due(timezone.now())
    ids = list(due.values_list("comment_id", flat=True)[:SWEPT_AT_ONCE])
    for pk in ids:
        ask.enqueue(pk)
    return len(ids)
