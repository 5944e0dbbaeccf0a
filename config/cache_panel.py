"""How the page cache does, for whoever looks after the machine."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from blog.page_cache.figures import totals


@dataclass(frozen=True)
class CachePanel:
    """Of all web processes of this machine since their server started.

    `hits` were answered with a kept page, `unchanged` of them by a line alone; `made` had to be
    made. The processes hold `pages` now, in `bytes` of the `most_bytes` that they may take;
    `evicted` had to make room.
    """

    hits: int
    unchanged: int
    made: int
    pages: int
    bytes: int
    evicted: int
    most_bytes: int

    @property
    def is_on(self) -> bool:
        return self.most_bytes > 0

    @property
    def asked(self) -> int:
        return self.hits + self.made

    @property
    def percent(self) -> int:
        """How many of a hundred were answered with a kept page: 100 only where all were."""
        return self.hits * 100 // self.asked if self.asked else 0


def cache_panel(user) -> CachePanel | None:
    """Return it for superusers; an author has nothing to do with it."""
    if not user.is_superuser:
        return None
    found = totals()
    return CachePanel(
        hits=found["hits"],
        unchanged=found["unchanged"],
        made=found["misses"],
        pages=found["pages"],
        bytes=found["bytes"],
        evicted=found["evicted"],
        most_bytes=settings.PAGE_CACHE_MB * 2**20 * settings.WEB_WORKERS,
    )
