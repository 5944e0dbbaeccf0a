"""What waits for whoever is logged in: of that only what she may see, in one query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from blog.current import site_settings
from blog.feedback.notices.recipients import recipients
from blog.mail.transport import is_mail_on
from blog.models import OutgoingMail, Post, SiteSettings
from blog.pagination import count_up_to_most, part_of
from comments.models import Comment
from trackbacks.models import Claim, OutgoingLink, Trackback

LATEST = 5


@dataclass(frozen=True)
class Figure:
    """`count` of `words`, to be found at `url`; an urgent one asks for a decision."""

    name: str
    count: int
    words: str
    url: str
    is_urgent: bool


@dataclass(frozen=True)
class _Kind:
    name: str
    model: type[Model]
    rows: Callable[[], QuerySet]
    words: Callable[[int], str]
    query: dict[str, str]
    is_urgent: bool = True
    # Where it is listed, if not in the list of its own table.
    page: str = ""


def what_waits(user, site: AdminSite) -> list[Figure]:
    """Return the figures above zero, the most urgent first."""
    kinds = [kind for kind in _KINDS if _may_see(user, site, kind.model)]
    lists = [_list_for(user, kind) for kind in kinds]
    counts = count_up_to_most(*(rows for rows, _query in lists))
    return [
        _figure(kind, count, site, query)
        for kind, count, (_rows, query) in zip(kinds, counts, lists, strict=True)
        if count
    ]


def latest_comments(user, site: AdminSite) -> QuerySet[Comment]:
    """Return the newest comments that are neither spam nor removed, with their posts."""
    if not _may_see(user, site, Comment):
        return Comment.objects.none()
    shown = Comment.objects.filter(status__in=["pending", "approved"])
    newest = part_of(shown.newest_first(), 0, LATEST)
    return newest.select_related("post").defer("html", "post__body")


def mail_hint(user, site: AdminSite) -> str:
    """Say what keeps mail from being sent: "off", or "nobody" to tell of what waits; else nothing.

    For those who can do something about it.
    """
    if not _may_see(user, site, OutgoingMail):
        return ""
    if not is_mail_on():
        return "off"
    wants_mail = site_settings().notify != SiteSettings.Notify.OFF
    return "nobody" if wants_mail and not recipients() else ""


def _may_see(user, site: AdminSite, model: type[Model]) -> bool:
    name = f"{model._meta.app_label}.{{}}_{model._meta.model_name}"
    is_allowed = user.has_perm(name.format("view")) or user.has_perm(name.format("change"))
    return site.is_registered(model) and is_allowed


def _list_for(user, kind: _Kind) -> tuple[QuerySet, dict[str, str]]:
    """Return what `user` sees of `kind`, and the query that lists it."""
    rows, query = kind.rows(), kind.query
    if kind.model is Post and not user.has_perm("blog.change_others_posts"):
        return rows.filter(author=user), query | {"author": str(user.pk)}
    return rows, query


def _figure(kind: _Kind, count: int, site: AdminSite, query: dict[str, str]) -> Figure:
    options = kind.model._meta
    page = reverse(
        f"{site.name}:{kind.page or f'{options.app_label}_{options.model_name}_changelist'}"
    )
    return Figure(kind.name, count, kind.words(count), f"{page}?{urlencode(query)}", kind.is_urgent)


def _claims(state: str) -> Callable[[], QuerySet]:
    return lambda: Claim.objects.filter(state=state)


_KINDS = [
    _Kind(
        "comments",
        Comment,
        Comment.objects.pending,
        lambda n: ngettext("comment waits for a decision", "comments wait for a decision", n),
        {"status": "pending", "kind": "comment"},
        page="inbox",
    ),
    _Kind(
        "trackbacks",
        Trackback,
        Trackback.objects.pending,
        lambda n: ngettext("trackback waits for a decision", "trackbacks wait for a decision", n),
        {"status": "pending", "kind": "trackback"},
        page="inbox",
    ),
    _Kind(
        "unanswered",
        Comment,
        Comment.objects.unanswered,
        lambda n: ngettext("comment needs your answer", "comments need your answer", n),
        {"status": "unanswered"},
        page="inbox",
    ),
    _Kind(
        "failed-claims",
        Claim,
        _claims("failed"),
        lambda n: ngettext("link could not be checked", "links could not be checked", n),
        {"state__exact": "failed"},
    ),
    _Kind(
        "queued-claims",
        Claim,
        _claims("queued"),
        lambda n: ngettext("link is being checked", "links are being checked", n),
        {"state__exact": "queued"},
        is_urgent=False,
    ),
    _Kind(
        "failed-links",
        OutgoingLink,
        lambda: OutgoingLink.objects.filter(state="failed"),
        lambda n: ngettext("site could not be told", "sites could not be told", n),
        {"state__exact": "failed"},
    ),
    _Kind(
        "failed-mails",
        OutgoingMail,
        lambda: OutgoingMail.objects.filter(state="failed"),
        lambda n: ngettext("mail could not be delivered", "mails could not be delivered", n),
        {"state__exact": "failed"},
    ),
    _Kind(
        "delayed-mails",
        OutgoingMail,
        OutgoingMail.objects.delayed,
        lambda n: ngettext("mail waits for its server", "mails wait for their server", n),
        {"state__exact": "queued"},
    ),
    _Kind(
        "drafts",
        Post,
        lambda: Post.objects.posts().drafts(),
        lambda n: ngettext("draft", "drafts", n),
        {"state": "draft"},
        is_urgent=False,
    ),
    _Kind(
        "scheduled",
        Post,
        lambda: Post.objects.posts().scheduled(),
        lambda n: ngettext("scheduled post", "scheduled posts", n),
        {"state": "scheduled"},
        is_urgent=False,
    ),
]
