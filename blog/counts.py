"""Counts that all hosts share: in Redis where CACHE_URL names one, otherwise in the database.

A Redis that fails keeps no reader from writing, nor does it open the door to a flood: until it
answers again the database counts, from nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from blog.models import LimitWindow

logger = logging.getLogger(__name__)

# After a failure Redis is left alone for so long: not every reader waits for its silence.
RETRY_SECONDS = 10
TOLD_AGAIN_SECONDS = 60
# Hosts' clocks differ: a stretch that is over on one of them may have to come on another.
KEPT_SECONDS = 3600

# The key as it is stored, and when its stretch of time began.
Window = tuple[str, int]
Answer = TypeVar("Answer")


@dataclass
class Outage:
    """What this process knows of a Redis that fails."""

    ends_at: float = 0
    told_at: float = -TOLD_AGAIN_SECONDS

    def lasts(self) -> bool:
        return time.monotonic() < self.ends_at

    def begin(self, error: Exception) -> None:
        now = time.monotonic()
        self.ends_at = now + RETRY_SECONDS
        if now - self.told_at >= TOLD_AGAIN_SECONDS:
            self.told_at = now
            logger.warning("Redis (CACHE_URL) fails, so the database counts: %s", error)


outage = Outage()


def add_one(window: Window, end: int) -> int:
    """Count one more in `window`, which is over at `end`; return how many there are now."""
    return _answer(lambda: _add_in_redis(window, end), lambda: add_one_in_database(window, end))


def hits_of(windows: Collection[Window]) -> Mapping[Window, int]:
    """Return how many were counted, for those windows that have any: one question for all."""
    return _answer(lambda: _hits_in_cache(windows), lambda: _hits_in_database(windows))


def remember(window: Window, hits: int, seconds: int) -> None:
    """Let this process know it without asking the database; of Redis it asks all the same."""
    if not settings.CACHE_URL:
        cache.set(_name(window), hits, timeout=seconds)


def remembered(windows: Collection[Window]) -> Mapping[Window, int]:
    return {} if settings.CACHE_URL else _hits_in_cache(windows)


def redis_failure() -> Exception | None:
    """Ask the Redis of CACHE_URL for something; return why it does not answer."""
    try:
        cache.get("anything")
    except _redis_errors() as error:
        return error
    return None


def add_one_in_database(window: Window, end: int) -> int:
    """As add_one(), for what must not be counted twice, whatever becomes of Redis."""
    table = LimitWindow._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, starts_at, ends_at, hits) VALUES (%s, %s, %s, 1) "  # noqa: S608
            f"ON CONFLICT (key, starts_at) DO UPDATE SET hits = {table}.hits + 1 RETURNING hits",
            [*window, end],
        )
        return cursor.fetchone()[0]


def forget_old_windows() -> int:
    """Delete the counts of windows that are over on every host; return how many."""
    return LimitWindow.objects.filter(ends_at__lt=int(time.time()) - KEPT_SECONDS).delete()[0]


def _answer(ask_redis: Callable[[], Answer], ask_database: Callable[[], Answer]) -> Answer:
    if not settings.CACHE_URL or outage.lasts():
        return ask_database()
    try:
        return ask_redis()
    except _redis_errors() as error:
        outage.begin(error)
        return ask_database()


def _redis_errors() -> tuple[type[Exception], ...]:
    """Imported late: it takes 20 MB, which most sites do without."""
    from redis.exceptions import RedisError  # noqa: PLC0415

    return OSError, RedisError


def _add_in_redis(window: Window, end: int) -> int:
    name, timeout = _name(window), end - window[1] + 60
    if cache.add(name, 1, timeout=timeout):
        return 1
    with suppress(ValueError):  # Redis has dropped it meanwhile, for want of memory
        return cache.incr(name)
    cache.set(name, 1, timeout=timeout)
    return 1


def _hits_in_cache(windows: Collection[Window]) -> dict[Window, int]:
    names = {_name(window): window for window in windows}
    return {names[name]: hits for name, hits in cache.get_many(names).items()}


def _hits_in_database(windows: Collection[Window]) -> dict[Window, int]:
    rows = LimitWindow.objects.filter(key__in={key for key, _start in windows})
    found = {
        (key, start): hits for key, start, hits in rows.values_list("key", "starts_at", "hits")
    }
    return {window: found[window] for window in windows if window in found}


def _name(window: Window) -> str:
    key, start = window
    return f"limit:{key}:{start}"
