"""How often one network may do something: counted once for all processes and hosts."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils.crypto import salted_hmac

from blog.models import LimitWindow

# The key as it is stored, and when the stretch of time began.
_Window = tuple[str, int]


@dataclass(frozen=True)
class Limit:
    """At most `hits` in each `seconds`."""

    name: str
    hits: int
    seconds: int

    def seconds_left(self) -> int:
        """How long the present stretch of time still lasts: at least 1."""
        return self.seconds - int(time.time()) % self.seconds

    def ends_at(self) -> int:
        """When the present stretch of time is over, in seconds since 1970."""
        return int(time.time()) + self.seconds_left()


def network_of(address: str) -> str:
    """Return the /24 or /64 network that `address` is in: what one subscriber usually holds."""
    parsed = ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None)
    if mapped:
        parsed = mapped
    return str(ip_network(f"{parsed}/{24 if parsed.version == 4 else 64}", strict=False))


def mailbox_of(address: str) -> str:
    """Return what the mail addresses share that commonly lead to one person, to count them as one.

    Whatever follows a plus, dots and case are told apart by few providers, and a domain may be
    written in letters or in the code for them.
    """
    local, _at, domain = address.lower().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


def allow(limit: Limit, who: str) -> bool:
    """Count one more for `who` and tell whether the limit still allows it.

    Counts in Redis where CACHE_URL names one, otherwise in the database, so that every process
    sees the same figure. Always true with RATE_LIMITS off.
    """
    if not settings.RATE_LIMITS:
        return True
    return _count(_counter(limit, who), limit.seconds) <= limit.hits


def is_used_up(limit: Limit, who: str) -> bool:
    """Tell, without counting, whether `who` has done it as often as the limit allows.

    For what is counted only afterwards, such as failures. Always false with RATE_LIMITS off.
    """
    if not settings.RATE_LIMITS:
        return False
    key, start = _window(_counter(limit, who), limit.seconds)
    if settings.CACHE_URL:
        return cache.get(_cache_name(key, start), 0) >= limit.hits
    return LimitWindow.objects.filter(key=key, starts_at=start, hits__gte=limit.hits).exists()


def first_used_up(counts: Iterable[tuple[Limit, str]]) -> Limit | None:
    """Return the first of these limits that is used up, without counting: one query for all.

    For what is refused by thousands, which must not write a row each. None with RATE_LIMITS off.
    """
    if not settings.RATE_LIMITS:
        return None
    windows = {_window(_counter(limit, who), limit.seconds): limit for limit, who in counts}
    names = {_cache_name(*window): window for window in windows}
    hits = {names[name]: hits for name, hits in cache.get_many(names).items()}
    if not settings.CACHE_URL and not any(map(hits.get, windows)):
        hits = _hits_in_database(windows)
    for window, limit in windows.items():
        if hits.get(window, 0) >= limit.hits:
            _remember(window, limit, hits[window])
            return limit
    return None


def _counter(limit: Limit, who: str) -> str:
    """Name what is counted without saying of whom: a network or an address is kept of nobody."""
    return f"{limit.name}:{salted_hmac('blog.limits', who).hexdigest()[:32]}"


def _remember(window: _Window, limit: Limit, hits: int) -> None:
    """What is used up stays so until its time is over: this process need not ask again."""
    if not settings.CACHE_URL:
        cache.set(_cache_name(*window), hits, timeout=limit.seconds_left())


def _hits_in_database(windows: Collection[_Window]) -> dict[_Window, int]:
    rows = LimitWindow.objects.filter(key__in={key for key, _start in windows})
    return {(key, start): hits for key, start, hits in rows.values_list("key", "starts_at", "hits")}


def first_in_window(name: str, seconds: int) -> bool:
    """Tell one caller of all processes, in each stretch of `seconds`, that it is the first.

    Counts whatever RATE_LIMITS says: this is for work that must be done once.
    """
    return _count(name, seconds) == 1


def _count(key: str, seconds: int) -> int:
    key, start = _window(key, seconds)
    count = _count_in_cache if settings.CACHE_URL else _count_in_database
    return count(key, start, start + seconds)


def _window(key: str, seconds: int) -> _Window:
    """Return the key as it is stored, and when the present stretch of time began."""
    return key[:120], int(time.time()) // seconds * seconds


def _cache_name(key: str, start: int) -> str:
    return f"limit:{key}:{start}"


def _count_in_cache(key: str, start: int, end: int) -> int:
    name = _cache_name(key, start)
    cache.add(name, 0, timeout=end - start + 60)
    return cache.incr(name)


def _count_in_database(key: str, start: int, end: int) -> int:
    table = LimitWindow._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, starts_at, ends_at, hits) VALUES (%s, %s, %s, 1) "  # noqa: S608
            f"ON CONFLICT (key, starts_at) DO UPDATE SET hits = {table}.hits + 1 RETURNING hits",
            [key, start, end],
        )
        return cursor.fetchone()[0]


def forget_old_windows() -> int:
    """Delete the counts of windows that are over; return how many."""
    return LimitWindow.objects.filter(ends_at__lt=int(time.time())).delete()[0]
