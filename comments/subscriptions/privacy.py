"""What subscriptions keep about those who want mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog import privacy
from comments.models import Subscription
from comments.subscriptions.jobs import STOPPED_KEPT, UNCONFIRMED_KEPT


class SubscriptionKeeper(privacy.Keeper):
    title = gettext_lazy("Subscriptions")

    def count(self, address: str) -> int:
        return Subscription.objects.of_address(address).count()

    def items(self, address: str) -> Iterator[privacy.Item]:
        rows = Subscription.objects.of_address(address).with_subject().order_by("-pk")
        for row in rows.iterator():
            yield privacy.Item(str(row.post), _facts(row), until=_forgotten_at(row))

    def erase(self, address: str) -> None:
        Subscription.objects.of_address(address).delete()


def _facts(row: Subscription) -> list[privacy.Fact]:
    return [
        privacy.Fact(_("E-mail"), row.email),
        privacy.Fact(_("Mail about"), row.get_scope_display()),
        privacy.Fact(_("State"), row.get_state_display()),
        privacy.Fact(_("Asked for"), row.created_at),
        privacy.Fact(_("Confirmed"), row.confirmed_at or ""),
        privacy.Fact(_("Stopped"), row.stopped_at or ""),
    ]


def _forgotten_at(row: Subscription) -> datetime | None:
    """Only what she confirmed, and wants still, is kept until she says otherwise."""
    if row.stopped_at:
        return row.stopped_at + STOPPED_KEPT
    return row.created_at + UNCONFIRMED_KEPT if row.is_unconfirmed else None
