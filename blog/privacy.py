"""What is kept about people: each app says what it keeps, and how it lets go of it.

A person is whoever reads mail at an address: readers have no account.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from blog.current import site_settings

# So many rows are written at once: whoever comments meanwhile never waits for all of them.
BATCH = 500


@dataclass(frozen=True)
class Fact:
    """Something that is kept; at `until` it is deleted, None: when its owner asks for it."""

    label: str | Promise
    value: str | datetime
    until: datetime | None = None

    @property
    def is_moment(self) -> bool:
        return isinstance(self.value, datetime)


@dataclass(frozen=True)
class Item:
    """One thing that is kept about a person; `url` is where it can be seen, if anywhere.

    `until` is of all its facts that say nothing else.
    """

    title: str
    facts: list[Fact]
    url: str = ""
    until: datetime | None = None


class Keeper:
    """One kind of thing that is kept about people; it does nothing that a child does not say.

    `title` is what a person reads above it. A by-product is kept only because of other things, so
    that alone it is nothing to tell anybody of.
    """

    title: str | Promise = ""
    is_byproduct = False

    def count(self, address: str) -> int:
        return 0

    def items(self, address: str) -> Iterable[Item]:
        """Return all that belongs to `address` and may be shown to whoever reads its mail."""
        return ()

    def network_addresses(self, address: str) -> set[str]:
        """Return from where the person wrote, as far as that is still known."""
        return set()

    def erase(self, address: str) -> None:
        """Leave nothing of the person here. Runs in a transaction with all other keepers."""

    def anonymise(self, address: str) -> None:
        """Leave what she said, and nothing of who she is. Runs in a transaction as well."""
        self.erase(address)

    def forget_networks(self, before: datetime) -> int:
        """Forget network addresses and programs that came `before`; return how many rows."""
        return 0


_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Let `keeper` be asked. Those that are registered later let go first."""
    _keepers.append(keeper)


def keepers() -> list[Keeper]:
    return list(_keepers)


def is_anything_kept(address: str) -> bool:
    return any(keeper.count(address) for keeper in _keepers if not keeper.is_byproduct)


def network_addresses(address: str) -> set[str]:
    """Return the network addresses that are kept of the person who reads mail at `address`."""
    return set().union(*(keeper.network_addresses(address) for keeper in _keepers))


@transaction.atomic
def erase(address: str) -> None:
    """Leave nothing of the person who reads mail at `address`, nor of what she said.

    Raises ValidationError where it is no address.
    """
    validate_email(address)
    for keeper in reversed(_keepers):
        keeper.erase(address)


@transaction.atomic
def anonymise(address: str) -> None:
    """Leave what the person who reads mail at `address` said, and nothing of who she is.

    Raises ValidationError where it is no address.
    """
    validate_email(address)
    for keeper in reversed(_keepers):
        keeper.anonymise(address)


def network_forgotten_at(received: datetime) -> datetime | None:
    """Return when the network address of what was `received` is forgotten; None where never."""
    days = site_settings().forget_networks_after_days
    return received + timedelta(days=days) if days else None


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

    Each batch is looked for behind the last one, so that the table is read once.
    """
    everything, done, last = rows.model._base_manager, 0, 0
    found = rows.order_by("pk").values_list("pk", flat=True)
    while ids := list(found.filter(pk__gt=last)[:BATCH]):
        done += everything.filter(pk__in=ids).update(**columns)
        last = ids[-1]
    return done
