"""Writing down what a look at a page has shown: links that come, change and go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.functional import Promise

from blog.current import site_settings
from blog.feedback import moderation
from blog.feedback.models import Status
from blog.models import SiteSettings
from trackbacks.admitting import admit_new
from trackbacks.microformats import Entry
from trackbacks.models import Claim, Kind, Trackback
from trackbacks.policy import trusted_place
from trackbacks.source import Source

WITHDRAWN = "The page no longer links to this post."


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
    # Where the page was found in the end.
    url: str = ""


def is_withdrawn(link: Trackback) -> bool:
    """Was `link` removed by this module, and not by a person?"""
    last = link.records.order_by("-pk").first()
    return last is not None and last.by_id is None and last.why == WITHDRAWN


def withdraw(claim: Claim) -> bool:
    """Take the link off the page, if it was verified once; return whether there is one at all.

    What an import brought along was never checked here, and a page that has vanished meanwhile
    is no reason to lose it.
    """
    link = Trackback.objects.from_page(claim.post, claim.source)
    shown = link.filter(verified_at__isnull=False, status__in=[Status.APPROVED, Status.PENDING])
    moderation.remove(shown, why=WITHDRAWN)
    return link.exists()


def record(claim: Claim, outcome: Outcome) -> None:
    """Make the link that `outcome` has shown a Trackback, or renew the one that it is.

    Must run in the transaction that settles the claim.
    """
    rows = Trackback.objects.from_page(claim.post, claim.source)
    link = rows.select_for_update(no_key=True).first()
    if link is None:
        _create(claim, outcome)
        return
    if link.status == Status.REMOVED and is_withdrawn(link):
        moderation.restore(rows, why="The page links to this post again.")
        link.refresh_from_db()
    _update(link, claim, outcome)
    if link.status == Status.PENDING and (trusted := _trusted_place(claim, outcome)):
        moderation.approve(rows, why=f"Links from {trusted} are trusted.")


def _create(claim: Claim, outcome: Outcome) -> None:
    link = Trackback(
        post=claim.post,
        protocol=claim.protocol,
        source=claim.source,
        source_host=urlsplit(claim.source).hostname or "",
        verified_at=timezone.now(),
        ip=claim.ip,
        user_agent=claim.user_agent,
        **_said(claim, outcome),
        **_written(outcome.entry),
    )
    admission = admit_new(link, outcome.url or claim.source)
    if admission is None:
        # A rule that was made while the page was looked at.
        return
    admission.write_to(link)
    link.save()
    moderation.record_first_status(link, why=admission.why)
    if link.is_public:
        moderation.refresh_counts(Trackback, [link.post_id])


def _update(link: Trackback, claim: Claim, outcome: Outcome) -> None:
    """Renew what may be renewed. Anybody can announce a page again, in any words.

    A link that waits takes the newest ones. One that is shown takes only the page's own, and none
    at all where the author approves each link: these are the words that were approved.
    """
    link.verified_at = timezone.now()
    words: dict[str, Any] = {}
    if link.status == Status.PENDING:
        words = _said(claim, outcome) | _written(outcome.entry)
    elif link.is_public and _may_renew(claim, outcome):
        words = _own_words(outcome) | _written(outcome.entry)
    for name, value in words.items():
        setattr(link, name, value or getattr(link, name))
    link.save(update_fields=["verified_at", *words])


def _may_renew(claim: Claim, outcome: Outcome) -> bool:
    is_each_approved = site_settings().linkback_policy == SiteSettings.LinkbackPolicy.HOLD
    return not is_each_approved or bool(_trusted_place(claim, outcome))


def _trusted_place(claim: Claim, outcome: Outcome) -> str:
    return trusted_place(claim.source, outcome.url or claim.source)


def _own_words(outcome: Outcome) -> dict[str, str]:
    """A reply is read whole; of what merely mentions us the sentence is told that does."""
    page, entry = outcome.page or Source(), outcome.entry
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


def _said(claim: Claim, outcome: Outcome) -> dict[str, str]:
    """What the sender says of the page, or where it says nothing the page itself.

    Of a page that is trusted only its own words are: anybody can send others in its name.
    """
    own = _own_words(outcome)
    if _trusted_place(claim, outcome):
        return own
    return {name: getattr(claim, name) or words for name, words in own.items()}
