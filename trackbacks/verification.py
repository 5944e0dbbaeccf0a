"""Checking a claim: only the page itself can say that it links to a post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.current import site_settings
from blog.feedback import moderation
from blog.feedback.admission import Admission, admit_linkback
from blog.feedback.models import Status
from blog.feedback.spam import Bounds as SpamBounds
from blog.feedback.spam import findings
from blog.feedback.submission import Sender, Submission
from blog.models import SiteSettings
from blog.site import own_path
from trackbacks import http
from trackbacks.announcement import address_test
from trackbacks.exchange import Bounds, FetchFailed, FetchRefused, Request, Response
from trackbacks.microformats import Entry, read_entry
from trackbacks.models import Claim, Kind, Protocol, Trackback
from trackbacks.source import CLICKABLE, MENTIONING, Source, read_source
from trackbacks.source_lists import is_listed

# A link in a plain text is none that anybody can follow.
BOUNDS = Bounds(seconds=20, media_types=("text/html", "application/xhtml+xml"))
# Longer than any check takes: a worker that has not come back by then never will.
LEASE = timedelta(seconds=90)
MOST_ATTEMPTS = 6
FIRST_RETRY = timedelta(minutes=5)
WITHDRAWN = "The page no longer links to this post."

Fetch = Callable[[Request, Bounds], Response]
State = Claim.State


@dataclass(frozen=True)
class Outcome:
    """What a look at the page has shown, and in words for the author.

    `state` is VERIFIED, GONE where the page answers without the link, REFUSED where it will never
    be looked at, or QUEUED where another try may tell.
    """

    state: Claim.State
    answer: str | Promise
    page: Source | None = None
    entry: Entry = field(default_factory=Entry)


def verify(claim_id: int, fetch: Fetch = http.fetch) -> None:
    """Check the claim, unless another worker has it or it is settled; may be called at any time."""
    claim = take(claim_id)
    if claim is None:
        return
    if claim.attempts > MOST_ATTEMPTS:
        settle(claim, Outcome(State.QUEUED, _("No check of the page came to an end.")))
    else:
        settle(claim, look(claim, fetch))


def take(claim_id: int) -> Claim | None:
    """Lease a claim to the caller for LEASE; only one caller at a time gets it."""
    now = timezone.now()
    free = Claim.objects.free(now).filter(pk=claim_id)
    if not free.update(leased_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return Claim.objects.select_related("post").get(pk=claim_id)


def look(claim: Claim, fetch: Fetch) -> Outcome:
    """Visit the page that `claim` names, and tell what is there. Writes nothing."""
    purpose = f"checking a {claim.protocol} that {claim.ip or 'somebody'} sent"
    try:
        response = fetch(Request(claim.source, purpose), BOUNDS)
    except FetchRefused as refusal:
        return Outcome(State.REFUSED, refusal.reason)
    except FetchFailed as failure:
        return Outcome(State.QUEUED, failure.reason)
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
    if is_listed(response.url, site_settings().linkbacks_blocked):
        return Outcome(State.REFUSED, _("The author takes no links from there."))
    # This blog's own pages link to each other: a redirect to one of them proves nothing.
    if own_path(response.url) is not None:
        return Outcome(State.REFUSED, _("The address leads to this blog itself."))
    is_target, text = address_test(claim.post), response.text
    links = MENTIONING if claim.protocol == Protocol.WEBMENTION else CLICKABLE
    page = read_source(text, response.url, is_target, links)
    if page.is_linking:
        entry = read_entry(text, response.url, is_target)
        return Outcome(State.VERIFIED, _("The page links to this post."), page, entry)
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
    state = outcome.state
    if outcome.page is not None:
        _record(claim, outcome.page, outcome.entry)
    elif state == State.GONE and not _withdraw(claim):
        state = State.REFUSED
    elif state == State.QUEUED and claim.attempts >= MOST_ATTEMPTS:
        state = State.FAILED
    Claim.objects.filter(pk=claim.pk).update(
        state=state,
        last_answer=str(outcome.answer)[:300],
        next_try_at=now + retry_delay(claim.attempts) if state == State.QUEUED else None,
    )


def retry_delay(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 5 minutes at first, then ever longer."""
    return FIRST_RETRY * 4 ** (attempts - 1)


def is_withdrawn(link: Trackback) -> bool:
    """Was `link` removed by this module, and not by a person?"""
    last = link.records.order_by("-pk").first()
    return last is not None and last.by_id is None and last.why == WITHDRAWN


def _withdraw(claim: Claim) -> bool:
    """Take the link off the page, if it was verified once; return whether there is one at all.

    What an import brought along was never checked here, and a page that has vanished meanwhile
    is no reason to lose it.
    """
    link = Trackback.objects.from_page(claim.post, claim.source)
    shown = link.filter(verified_at__isnull=False, status__in=[Status.APPROVED, Status.PENDING])
    moderation.remove(shown, why=WITHDRAWN)
    return link.exists()


def _record(claim: Claim, page: Source, entry: Entry) -> None:
    rows = Trackback.objects.from_page(claim.post, claim.source)
    link = rows.select_for_update(no_key=True).first()
    settings = site_settings()
    if link is None:
        _create(claim, page, entry, settings)
        return
    if link.status == Status.REMOVED and is_withdrawn(link):
        moderation.restore(rows, why="The page links to this post again.")
        link.refresh_from_db()
    _update(link, claim, page, entry, settings)


def _create(claim: Claim, page: Source, entry: Entry, settings: SiteSettings) -> None:
    words = _said(claim, page, entry)
    admission = _admit(claim, words, entry, settings)
    link = Trackback(
        post=claim.post,
        protocol=claim.protocol,
        source=claim.source,
        source_host=urlsplit(claim.source).hostname or "",
        status=admission.status,
        reasons=admission.reasons_json(),
        verified_at=timezone.now(),
        ip=claim.ip,
        user_agent=claim.user_agent,
        **words,
        **_written(entry),
    )
    link.save()
    moderation.record_first_status(link, why=admission.why)
    if link.is_public:
        moderation.refresh_counts(Trackback, [link.post_id])


def _update(
    link: Trackback, claim: Claim, page: Source, entry: Entry, settings: SiteSettings
) -> None:
    """Renew what may be renewed. Anybody can announce a page again, in any words.

    A link that waits takes the newest ones. One that is shown takes only the page's own, and none
    at all where the author approves each link: these are the words that were approved.
    """
    link.verified_at = timezone.now()
    words: dict[str, Any] = {}
    if link.status == Status.PENDING:
        words = _said(claim, page, entry) | _written(entry)
    elif link.is_public and _policy(link.source, settings) != SiteSettings.LinkbackPolicy.HOLD:
        words = _own_words(page, entry) | _written(entry)
    for name, value in words.items():
        setattr(link, name, value or getattr(link, name))
    link.save(update_fields=["verified_at", *words])


def _own_words(page: Source, entry: Entry) -> dict[str, str]:
    """A reply is read whole; of what merely mentions us the sentence is told that does."""
    near = page.excerpt if entry.kind == Kind.MENTION else ""
    return {
        "title": entry.title or page.title,
        "blog_name": page.site_name,
        "excerpt": near or entry.summary,
    }


def _written(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "author": entry.author,
        "author_url": entry.author_url,
        "written_at": entry.published_at,
    }


def _said(claim: Claim, page: Source, entry: Entry) -> dict[str, str]:
    """What the sender says of the page, or where it says nothing the page itself."""
    return {name: getattr(claim, name) or own for name, own in _own_words(page, entry).items()}


def _admit(claim: Claim, words: dict[str, str], entry: Entry, settings: SiteSettings) -> Admission:
    submission = Submission(
        text=f"{words['title']} {words['excerpt']}",
        author_name=entry.author or words["blog_name"],
        url=claim.source,
        sender=Sender(claim.ip, claim.user_agent),
    )
    found = findings(submission, SpamBounds(max_links=settings.max_links))
    return admit_linkback(_policy(claim.source, settings), found)


def _policy(source: str, settings: SiteSettings) -> str:
    """What is trusted is shown at once, unless the checks find something."""
    if is_listed(source, settings.linkbacks_trusted):
        return SiteSettings.LinkbackPolicy.PUBLISH_VERIFIED
    return settings.linkback_policy
