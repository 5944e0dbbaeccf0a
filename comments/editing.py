"""Changing what a comment says, after it was written."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.feedback import moderation
from blog.text.plain import crop
from blog.text.render import render_comment
from comments.models import Comment

_NAMES = {
    "name": gettext_lazy("name"),
    "url": gettext_lazy("website"),
    "body": gettext_lazy("text"),
}


def edit(comment: Comment, *, name: str, url: str, body: str, by) -> list[str]:
    """Store what a moderator changed in `comment`; return the names of the fields that differ.

    The text is rendered and made safe anew, and the audit trail says who changed what, with the
    beginning of the old words. `comment` itself is left as it is.
    """
    new = {"name": name, "url": url, "body": body}
    html = render_comment(body, comment.markup)
    with transaction.atomic():
        stored = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        old = {field: was for field in new if (was := getattr(stored, field)) != new[field]}
        if old:
            stored.name, stored.url, stored.body, stored.html = name, url, body, html
            stored.edited_at = timezone.now()
            stored.save(update_fields=[*new, "html", "edited_at"])
            moderation.record_edit(stored, by=by, why=_in_words(old))
    return list(old)


def _in_words(old: dict[str, str]) -> str:
    parts = [
        _("%(field)s (was “%(value)s”)") % {"field": _NAMES[field], "value": crop(value, 70)}
        for field, value in old.items()
    ]
    return capfirst(f"{', '.join(parts)}.")
