"""Filling tables without the triggers that follow each row, which would take most of the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS

from blog.listing import triggers as listing
from blog.page_cache import triggers
from blog.search import index


@contextmanager
def unwatched() -> Iterator[None]:
    """Make the search's indexes, the kept lists and the triggers of both and of the page cache anew
    at the end, after an error too.

    Until then no page is kept, and what is added is not found. Whoever is killed meanwhile leaves
    them to the next migration, with which `make run` and the next filling begin.
    """
    index.leave(DEFAULT_DB_ALIAS)
    listing.remove(DEFAULT_DB_ALIAS)
    triggers.remove(DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        index.install(DEFAULT_DB_ALIAS)
        listing.install(DEFAULT_DB_ALIAS)
        triggers.install(DEFAULT_DB_ALIAS)
