"""A rehearsal in the site's own database: when it may be, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.current import site_settings
from blog.models import Post, SiteSettings
from config.presence import split_by_life
from config.worker import presence_folder
from trackbacks import jobs, outgoing
from trackbacks.models import OutgoingLink

# Longer than a rehearsal takes.
SOON = timedelta(minutes=10)


def objections() -> Iterator[str]:
    """Say what speaks against a rehearsal in the present database, each in a sentence.

    In a rehearsal the site counts as live, under an address on loopback: what is not the
    rehearsal's own must have nothing to tell anybody.
    """
    if settings.SITE_LIVE:
        yield "SITE_LIVE is on: rehearse on a copy of the site instead."
    if split_by_life(presence_folder())[0]:
        yield "The site is being served: stop it first."
    now = timezone.now()
    if Post.objects.filter(status="published", published_at__range=(now, now + SOON)).exists():
        yield "A scheduled post appears within ten minutes: rehearse after that."
    if DBTaskResult.objects.ready().exists():
        yield "Jobs wait to be done: do them first, by manage.py jobs --once."
    if OutgoingLink.objects.filter(state=OutgoingLink.State.WAITING).exists():
        yield "Links in your posts wait to be told to other sites: rehearse once they are."
    yield from _settings_in_the_way(site_settings())


def _settings_in_the_way(row: SiteSettings) -> Iterator[str]:
    wanted = wanted_settings()
    wrong = [name for name, value in wanted.items() if getattr(row, name) != value]
    if wrong:
        changes = " ".join(f"{name}={_typed(wanted[name])}" for name in wrong)
        yield f"Your settings would hold back what is sent: manage.py configure {changes}"


def _typed(value: object) -> str:
    return "on" if value is True else str(value)


def wanted_settings() -> dict[str, object]:
    """Return what the author's settings must be for everything to be shown at once."""
    return {
        "comment_policy": SiteSettings.CommentPolicy.PUBLISH.value,
        "linkback_policy": SiteSettings.LinkbackPolicy.PUBLISH_VERIFIED.value,
        "comments_open": True,
        "linkbacks_open": True,
    }


def settle_posts() -> None:
    """Have each link in the posts that are there noted as not to be told, as it is anyway on a
    site that is not live."""
    while outgoing.changed_posts().exists():
        jobs.sweep_links()
