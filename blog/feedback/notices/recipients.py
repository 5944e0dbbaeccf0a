"""Who is told of what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from blog.current import site_settings
from blog.feedback.kinds import FeedbackKind, kinds

# A blog has a few people who moderate.
MOST = 20


@dataclass(frozen=True)
class Recipient:
    """Somebody who moderates; what is done by the links of a mail is done by `user`."""

    address: str
    user: Any

    def may_moderate(self, kind: FeedbackKind) -> bool:
        options = kind.model._meta
        return self.user.has_perm(f"{options.app_label}.change_{options.model_name}")


def recipients() -> list[Recipient]:
    """Return the one whose address the author gave, else all staff who have one and moderate.

    An address that is that of no such account stands for the first of them, who owns the blog.
    """
    staff = get_user_model().objects.filter(is_staff=True, is_active=True).order_by("pk")
    if address := site_settings().notify_address:
        found = _moderators(staff.filter(email__iexact=address)) or _moderators(staff)
        return [Recipient(address, one.user) for one in found[:1]]
    return _moderators(staff.exclude(email=""))


def _moderators(staff: QuerySet) -> list[Recipient]:
    found = [Recipient(user.email, user) for user in staff[:MOST]]
    return [one for one in found if any(map(one.may_moderate, kinds()))]


def recipient(address: str, user_id: int) -> Recipient | None:
    """Return who had a mail at `address`; None where she is to have none any more."""
    return next(
        (one for one in recipients() if (one.address, one.user.pk) == (address, user_id)), None
    )
