"""When the next scheduled post appears: until then at most, a page stays as it is."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from django.db.models import Min

from blog.models import Post
from blog.page_cache.tags import SITE
from blog.page_cache.versions import Versions


class Schedule:
    """Asks for the moment again only when a post has changed or the moment has come."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._known = (-1, 0.0)

    def next_moment(self, now: float) -> float:
        """Return the first moment after `now`, in seconds since 1970; infinity where none is."""
        _, version = self._versions.newest([SITE])
        known, moment = self._known
        if known != version or moment <= now:
            moment = _next_after(now)
            self._known = version, moment
        return moment


def _next_after(now: float) -> float:
    after = datetime.fromtimestamp(now, tz=UTC)
    found = Post.objects.filter(status="published", published_at__gt=after)
    first = found.aggregate(first=Min("published_at"))["first"]
    return first.timestamp() if first else math.inf
