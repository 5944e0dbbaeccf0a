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
    """Somebody who moderates; `user` is None where the address is that of no account."""

    address: str
    user: Any = None

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    def may_moderate(self, kind: FeedbackKind) -> bool:
        """The address that the author gave for the whole site hears of everything."""
        if self.user is None:
            return True
        options = kind.model._meta
        return self.user.has_perm(f"{options.app_label}.change_{options.model_name}")


def recipients() -> list[Recipient]:
    """Return the one whose address the author gave, else all staff who have one and moderate."""
    staff = get_user_model().objects.filter(is_staff=True, is_active=True).order_by("pk")
    if address := site_settings().notify_address:
        holders = _moderators(staff.filter(email__iexact=address))
        return [Recipient(address, holders[0].user if holders else None)]
    return _moderators(staff.exclude(email=""))


def _moderators(staff: QuerySet) -> list[Recipient]:
    found = [Recipient(user.email, user) for user in staff[:MOST]]
    return [one for one in found if any(map(one.may_moderate, kinds()))]


def recipient(address: str, user_id: int | None) -> Recipient | None:
    """Return who had a mail at `address`; None where she is to have none any more."""
    return next(
        (one for one in recipients() if (one.address, one.user_id) == (address, user_id)), None
    )
