"""Work for the jobs worker: checking claims, telling others, and finding what nobody does."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from blog.current import site_settings
from trackbacks import outgoing, plan, verification
from trackbacks.models import Claim, OutgoingLink
from trackbacks.querysets import OutgoingLinkQuerySet

# So many are picked up in one sweep, the longest due first.
SWEPT_AT_ONCE = 200
# A claim that was enqueued by a sweep is left alone for this long, however full the queue is.
ASKED_AGAIN_AFTER = timedelta(minutes=10)
KEPT = timedelta(days=30)


# Strangers decide how many there are and how long each takes: whatever else is due goes first.
@task(priority=-10)
def verify(claim_id: int) -> None:
    verification.verify(claim_id)


@task(priority=-5)
def tell(link_id: int) -> None:
    outgoing.tell(link_id)


# The author is at the page that shows what was found.
@task(priority=5)
def look(link_id: int) -> None:
    plan.look(link_id)


@task(priority=5)
def look_at_links(post_id: int) -> None:
    _enqueue_looks(OutgoingLink.objects.filter(post=post_id))


def sweep_plans() -> int:
    """Enqueue the planned links that nobody has looked at; return how many."""
    return _enqueue_looks(OutgoingLink.objects.all())


def _enqueue_looks(links: OutgoingLinkQuerySet) -> int:
    now = timezone.now()
    unseen = list(links.unseen(now).values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    for pk in unseen:
        OutgoingLink.objects.filter(pk=pk).update(next_try_at=now + ASKED_AGAIN_AFTER)
        look.enqueue(pk)
    return len(unseen)


def sweep_claims() -> int:
    """Enqueue the claims that are due and those whose worker died; return how many.

    Where the author takes no links at all they wait.
    """
    if not site_settings().linkbacks_open:
        return 0
    now = timezone.now()
    due = list(Claim.objects.due(now).values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    for pk in due:
        Claim.objects.filter(pk=pk).update(next_try_at=now + ASKED_AGAIN_AFTER)
        verify.enqueue(pk)
    return len(due)


def forget_claims() -> int:
    """Delete claims that came to nothing long ago; return how many."""
    return Claim.objects.worthless(timezone.now(), KEPT).delete()[0]


def sweep_links() -> int:
    """Compare changed posts with what was told, and enqueue what is due; return how many.

    A site that is not live tells nobody anything: it may be a copy of one that is. Nor does one
    whose author has switched links off.
    """
    for post in outgoing.changed_posts()[: outgoing.SCANNED_AT_ONCE]:
        outgoing.scan(post)
    outgoing.take_back_deleted()
    if not outgoing.may_tell_now():
        return 0
    now = timezone.now()
    due = list(OutgoingLink.objects.due(now).values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    for pk in due:
        OutgoingLink.objects.filter(pk=pk).update(next_try_at=now + ASKED_AGAIN_AFTER)
        tell.enqueue(pk)
    return len(due)
