"""Writing a claim down, once for each page and post: what a repeat of it changes, and when."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from trackbacks import jobs
from trackbacks.intake import next_visit
from trackbacks.models import Claim, Protocol

# The same words again within this span say nothing new, but a webmention: by that a page says
# that it has changed (section 3.2.4).
REPEAT_SPAN = timedelta(hours=1)
# The job is enqueued at once: the sweep has to look only where that was lost.
SWEEP_AFTER = timedelta(minutes=1)

_WORDS = ("title", "blog_name", "excerpt")
# What the newest word of a sender replaces; `received_at` and the answers so far stay.
_RENEWED = ("target", "protocol", *_WORDS, "ip", "user_agent")

State = Claim.State


def says_nothing_new(known: Claim, claim: Claim) -> bool:
    """Would `claim` change nothing of what is `known` of the page, and ask for no new visit?"""
    if known.state not in {State.QUEUED, State.VERIFIED}:
        return False
    if any(getattr(claim, name) not in {"", getattr(known, name)} for name in _WORDS):
        return False
    if claim.protocol == Protocol.WEBMENTION:
        return known.protocol == claim.protocol and (_is_to_come(known) or known.is_sent_again)
    return timezone.now() - (known.checked_at or known.received_at) < REPEAT_SPAN


def _is_to_come(claim: Claim) -> bool:
    """Is there a visit that has not begun?"""
    return claim.state == State.QUEUED and claim.leased_until is None


@transaction.atomic
def store(claim: Claim) -> tuple[Claim, bool]:
    """Write `claim` down, or over what is known of its page; return the row, and was it news?

    What the sender has left out this time stays as it was said before.
    """
    now = timezone.now()
    values = {name: getattr(claim, name) for name in _RENEWED}
    known, is_new = Claim.objects.get_or_create(
        post=claim.post,
        source=claim.source,
        defaults=values | {"source_host": claim.source_host, "next_try_at": now + SWEEP_AFTER},
    )
    if is_new:
        _enqueue(known)
        return known, True
    known = Claim.objects.select_for_update().get(pk=known.pk)
    if says_nothing_new(known, claim):
        return known, False
    for name, value in values.items():
        setattr(known, name, value or getattr(known, name))
    if known.state != State.QUEUED:
        _queue_again(known)
    elif known.leased_until is not None and claim.protocol == Protocol.WEBMENTION:
        # Whoever is looking may have seen the page as it was before.
        known.is_sent_again = True
    known.save()
    return known, True


def _queue_again(claim: Claim) -> None:
    now = timezone.now()
    claim.state, claim.attempts, claim.leased_until = State.QUEUED, 0, None
    claim.next_try_at = next_visit(claim, now)
    if claim.next_try_at <= now:
        claim.next_try_at = now + SWEEP_AFTER
        _enqueue(claim)


def _enqueue(claim: Claim) -> None:
    transaction.on_commit(partial(jobs.verify.enqueue, claim.pk), robust=True)
