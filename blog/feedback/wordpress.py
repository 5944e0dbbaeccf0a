"""What comments and links from other blogs have in common in a WordPress export."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from blog.feedback.forms import AddressField, WebsiteField
from blog.feedback.models import Status
from blog.feedback.spam import Reason
from blog.models import Post
from blog.wordpress.records import Said

WHY = "Imported from WordPress."
_WAITED = Reason("import", "It was waiting for approval in WordPress.")
_SPAM = Reason("import", "WordPress had it among the spam.")
_STANDING: dict[str, tuple[Status, list[Reason]]] = {
    "1": (Status.APPROVED, []),
    "approve": (Status.APPROVED, []),
    "approved": (Status.APPROVED, []),
    "spam": (Status.SPAM, [_SPAM]),
    "trash": (Status.REMOVED, []),
    "post-trashed": (Status.REMOVED, []),
}


def standing(said: Said) -> dict[str, Any]:
    """Return `status` and `reasons`; what does not say that it was approved waits."""
    status, reasons = _STANDING.get(said.approved, (Status.PENDING, [_WAITED]))
    return {"status": status, "reasons": [reason.as_json() for reason in reasons]}


def written_at(said: Said, post: Post) -> datetime:
    """Return when it was said; where that is not known, when `post` appeared."""
    return said.written_at or post.published_at or timezone.now()


def website(text: str, length: int) -> str:
    """Return a http or https address, or nothing where `text` is none or longer than `length`."""
    return _cleaned(WebsiteField(required=False, max_length=length), text)


def email(text: str) -> str:
    return _cleaned(AddressField(required=False, max_length=254), text)


def network_address(text: str) -> str | None:
    return _cleaned(forms.GenericIPAddressField(required=False), text) or None


def _cleaned(field: forms.Field, text: str) -> str:
    try:
        return field.clean(text)
    except ValidationError:
        return ""
