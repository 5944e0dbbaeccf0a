"""Where a post stands between draft and published, in words."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from blog.models import Post

LABELS = {
    "draft": _("draft"),
    "scheduled": _("scheduled"),
    "published": _("published"),
    "private": _("private"),
}
_SENTENCES = {
    "draft": _("A draft: readers do not see it."),
    "scheduled": _("Scheduled for %(moment)s: it appears by itself then."),
    "published": _("Published on %(moment)s: everyone can read it."),
    "private": _("Private: only those who write here can read it."),
}


def state_of(post: Post) -> str:
    """Return the key of LABELS that says what readers see of `post` now."""
    return "scheduled" if post.is_scheduled else post.status


def state_in_words(post: Post) -> str:
    """Say in a sentence who can read `post`, and from when on."""
    if post.pk is None:
        return str(_("New: nobody sees it before you save it as published."))
    return str(_SENTENCES[state_of(post)]) % {"moment": _moment(post)}


def _moment(post: Post) -> str:
    if post.published_at is None:
        return ""
    return date_format(timezone.localtime(post.published_at), "DATETIME_FORMAT")
