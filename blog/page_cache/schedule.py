"""When pages change by themselves: the last time that a post appeared by its date, and the next."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from blog.models import Post
from blog.page_cache.marks import Mark
from blog.page_cache.tags import SITE
from blog.page_cache.versions import Versions

# From when to when a page stays as it is, in seconds since 1970.
Span = tuple[float, float]


class Schedule:
    """Asks for the dates again only when a post has changed or the next one has come."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._known: tuple[int, Span] = (-1, (0.0, 0.0))

    def span(self, mark: Mark, now: float) -> Span:
        """Return when the page last changed by itself, `now` at the latest, and when it will next.

        Infinity where it never will.
        """
        since, until = self._between_posts(now)
        if mark.turns_at is None:
            return since, until
        turn = mark.turns_at.timestamp()
        return (max(since, turn), until) if turn <= now else (since, min(until, turn))

    def _between_posts(self, now: float) -> Span:
        _, version = self._versions.newest([SITE])
        known, (since, until) = self._known
        if known != version or not since <= now < until:
            since, until = _dates_around(now)
            self._known = version, (since, until)
        return since, until


def _dates_around(now: float) -> Span:
    moment = datetime.fromtimestamp(now, tz=UTC)
    kinds = (Post.objects.posts(), Post.objects.pages())
    before, after = zip(*(rows.dates_around(moment) for rows in kinds), strict=True)
    return (
        max((date.timestamp() for date in before if date), default=0.0),
        min((date.timestamp() for date in after if date), default=math.inf),
    )
