"""Making a claim, or a link of ours, due again, so that the jobs worker takes it up once more."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from trackbacks.models import Claim, OutgoingLink


def check_again(claims: QuerySet[Claim]) -> int:
    """Make each of `claims` due now, with all its attempts before it; return how many.

    One that a worker holds at this moment is left to it.
    """
    now = timezone.now()
    free = claims.order_by().filter(Q(leased_until=None) | Q(leased_until__lte=now))
    return free.update(
        state=Claim.State.QUEUED, attempts=0, next_try_at=now, leased_until=None, visited_at=None
    )


def tell_again(links: QuerySet[OutgoingLink]) -> int:
    """Have each of `links` told of anew, whatever became of it; return how many.

    One that is linked no longer, that the author wants to be left alone, or that a worker holds
    at this moment, is not.
    """
    now = timezone.now()
    unheld = links.order_by().filter(Q(leased_until=None) | Q(leased_until__lte=now))
    free = unheld.filter(is_present=True, is_wanted=True)
    return free.update(
        state=OutgoingLink.State.WAITING, attempts=0, next_try_at=now, leased_until=None
    )
