"""Checking a claim: only the page itself can say that it links to a post."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.current import site_settings
from blog.limits import allow
from blog.site import own_path
from blog.web import http
from blog.web.exchange import Bounds, FetchFailed, FetchRefused, HostInside, Request, Response
from trackbacks.announcement import address_test, why_closed
from trackbacks.intake import VISITS_OF_HOST, next_visit, visit_span
from trackbacks.microformats import read_entry
from trackbacks.models import Claim, Protocol, Trackback
from trackbacks.policy import standing
from trackbacks.recording import Outcome, record, withdraw
from trackbacks.source import CLICKABLE, MENTIONING, read_source

# A link in a plain text is none that anybody can follow.
BOUNDS = Bounds(seconds=20, media_types=("text/html", "application/xhtml+xml"))
# Longer than any check takes: a worker that has not come back by then never will.
LEASE = timedelta(seconds=90)
MOST_ATTEMPTS = 6
FIRST_RETRY = timedelta(minutes=5)
BLOCKED = _("The author of this blog has blocked where it comes from.")

Fetch = Callable[[Request, Bounds], Response]
State = Claim.State


def verify(claim_id: int, fetch: Fetch = http.fetch) -> None:
    """Check the claim, unless another worker has it or it is settled; may be called at any time.

    It waits while the author takes no links at all. What is settled once is settled for good:
    where the worker is killed before, at whatever point, another one visits the page once more
    when the lease is over, and nothing of the first visit is left.
    """
    if not site_settings().linkbacks_open or is_put_off(claim_id):
        return
    claim = take(claim_id)
    if claim is None:
        return
    if reason := why_not_visited(claim):
        settle(claim, Outcome(State.REFUSED, reason))
    elif claim.attempts > MOST_ATTEMPTS:
        settle(claim, Outcome(State.QUEUED, _("No check of the page came to an end.")))
    else:
        settle(claim, look(claim, fetch))


def is_put_off(claim_id: int) -> bool:
    """Let the claim wait a minute where its host has been visited often in this one."""
    now = timezone.now()
    free = Claim.objects.free(now).filter(pk=claim_id)
    host = free.values_list("source_host", flat=True).first()
    if not host or allow(VISITS_OF_HOST, host):
        return False
    free.update(next_try_at=now + timedelta(seconds=VISITS_OF_HOST.seconds))
    return True


def take(claim_id: int) -> Claim | None:
    """Lease a claim to the caller for LEASE; only one caller at a time gets it.

    None for a page that was visited today already.
    """
    now = timezone.now()
    free = Claim.objects.free(now).rested(now, visit_span()).filter(pk=claim_id)
    held = {"leased_until": now + LEASE, "visited_at": now, "is_sent_again": False}
    if not free.update(attempts=F("attempts") + 1, **held):
        return None
    return Claim.objects.select_related("post").get(pk=claim_id)


def why_not_visited(claim: Claim) -> str | Promise:
    """Say why the page of `claim` is not visited at all; empty where it is.

    Since it was announced the author may have closed the post, or blocked the site.
    """
    if not claim.post.is_live:
        return _("The post is not published any more.")
    if reason := why_closed(claim.post, site_settings()):
        return reason
    return BLOCKED if standing(claim.source, claim.ip).is_blocked else ""


def look(claim: Claim, fetch: Fetch) -> Outcome:
    """Visit the page that `claim` names, and tell what is there. Writes nothing."""
    purpose = f"checking a {claim.protocol} that {claim.ip or 'somebody'} sent"
    try:
        response = fetch(Request(claim.source, purpose), BOUNDS)
    except (FetchFailed, HostInside) as failure:
        # To its sender a name from inside must look like one that cannot be reached just now.
        return Outcome(State.QUEUED, failure.reason)
    except FetchRefused as refusal:
        return Outcome(State.REFUSED, refusal.reason)
    if response.status == HTTPStatus.GONE or _was_there(claim, response):
        return Outcome(State.GONE, _("The page is gone."))
    if not response.is_success:
        answer = _("The page answers with the status %(status)d.") % {"status": response.status}
        return Outcome(State.QUEUED, answer)
    return _judged(claim, response)


def _was_there(claim: Claim, response: Response) -> bool:
    """Is a page not found that was once? One that was never may still be on its way."""
    known = Trackback.objects.from_page(claim.post, claim.source)
    return response.status == HTTPStatus.NOT_FOUND and known.exists()


def _judged(claim: Claim, response: Response) -> Outcome:
    # This blog's own pages link to each other: a redirect to one of them proves nothing.
    if own_path(response.url) is not None:
        return Outcome(State.REFUSED, _("The address leads to this blog itself."))
    if standing(response.url).is_blocked:
        return Outcome(State.REFUSED, BLOCKED)
    is_target, text = address_test(claim.post), response.text
    links = MENTIONING if claim.protocol == Protocol.WEBMENTION else CLICKABLE
    page = read_source(text, response.url, is_target, links)
    if page.is_linking:
        entry = read_entry(text, response.url, is_target)
        answer = _("The page links to this post.")
        return Outcome(State.VERIFIED, answer, page, entry, response.url)
    if response.is_cut:
        answer = _("The page is large, and its first part does not link to this post.")
        return Outcome(State.REFUSED, answer)
    return Outcome(State.GONE, _("The page does not link to this post."))


@transaction.atomic
def settle(claim: Claim, outcome: Outcome) -> None:
    """Write down what became of `claim`, as it was taken; a verified one becomes a Trackback.

    Nothing is written where the lease has run out and another worker has the claim, or where its
    sender has renewed it meanwhile.
    """
    mine = Claim.objects.filter(pk=claim.pk, state=State.QUEUED, leased_until=claim.leased_until)
    now = timezone.now()
    if not mine.update(leased_until=None, checked_at=now):
        return
    # Meanwhile the sender may have said it in other words.
    claim.refresh_from_db(fields=["title", "blog_name", "excerpt", "is_sent_again"])
    state = outcome.state
    if outcome.page is not None:
        record(claim, outcome)
    elif state == State.GONE and not withdraw(claim):
        state = State.REFUSED
    elif state == State.QUEUED and claim.attempts >= MOST_ATTEMPTS:
        state = State.FAILED
    next_try_at = now + retry_delay(claim.attempts) if state == State.QUEUED else None
    if state != State.QUEUED and claim.is_sent_again:
        state, claim.attempts, next_try_at = State.QUEUED, 0, next_visit(claim, now)
    Claim.objects.filter(pk=claim.pk).update(
        state=state,
        attempts=claim.attempts,
        last_answer=str(outcome.answer)[:300],
        next_try_at=next_try_at,
    )


def retry_delay(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 5 minutes at first, then ever longer."""
    return FIRST_RETRY * 4 ** (attempts - 1)
