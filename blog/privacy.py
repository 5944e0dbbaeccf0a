"""What is kept about people: each app says what it keeps, and how it lets go of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from blog.current import site_settings

# So many rows are written at once: whoever comments meanwhile never waits for all of them.
BATCH = 500


class Keeper:
    """One kind of thing that is kept about people; it does nothing that a child does not say."""

    def forget_networks(self, before: datetime) -> int:
        """Forget network addresses and programs that came `before`; return how many rows."""
        return 0


_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    _keepers.append(keeper)


def forget_networks() -> int:
    """Forget the network addresses and programs of what came long ago; return how many rows.

    How long is the author's decision (SiteSettings). For the jobs worker.
    """
    days = site_settings().forget_networks_after_days
    if not days:
        return 0
    before = timezone.now() - timedelta(days=days)
    return sum(keeper.forget_networks(before) for keeper in _keepers)


def overwrite(rows: QuerySet, **columns) -> int:
    """Write `columns` into `rows`, some at a time; return how many there were.

    A row that is written must no longer be one of `rows`.
    """
    everything, done = rows.model._base_manager, 0
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        done += everything.filter(pk__in=ids).update(**columns)
    return done
