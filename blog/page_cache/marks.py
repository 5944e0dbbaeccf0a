"""How a view says what its page shows, so that the page can be kept until that changes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from blog.page_cache.tags import SAID, SITE

_NAME = "rejoinder.page_mark"


@dataclass(frozen=True)
class Mark:
    """The page is the same for all readers without a session while no version of `tags` changes.

    `turns_at` is when it changes by itself, or did. `query` names the parameters of the address
    that it reads: with any other it is not kept.
    """

    tags: frozenset[int] = frozenset({SITE, SAID})
    turns_at: datetime | None = None
    query: frozenset[str] = frozenset()

    def allows(self, query: str) -> bool:
        return not query or query.partition("=")[0] in self.query


def mark(
    request: HttpRequest,
    *tags: int,
    turns_at: datetime | None = None,
    query: Collection[str] = (),
) -> None:
    """Say what the page shows that is the answer to `request`; see Mark."""
    shown = frozenset(tags) or Mark.tags
    request.META[_NAME] = Mark(shown, turns_at, frozenset(query))


def mark_of(environ: dict) -> Mark | None:
    return environ.get(_NAME)
