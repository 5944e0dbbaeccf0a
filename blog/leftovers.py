"""What SQLite leaves of deleted words in its files, and how it is rid of them.

A deleted row stays legible in the database file until its place is used again, and in the
write-ahead log until that is cut off. PostgreSQL's own clean-up (autovacuum, recycled logs) does
the same in its own time; no query and no dump sees either.
"""

from __future__ import annotations

from django.db import connection
from django_tasks import task

from blog.search.index import drop_leftovers


class StillRead(Exception):
    """Somebody reads an old state of the database: its log cannot be cut off now."""


@task()
def clear_later() -> None:
    """For the jobs worker, which tries again where somebody still reads."""
    clear()


def clear() -> None:
    """Write SQLite's file anew, without what was deleted, and cut off its log.

    Takes about a second for 100 MB, in which nobody else can write; needs as much free space as
    the database has. Must run outside of a transaction. Raises StillRead.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        drop_leftovers()
        # The new file has pages of old memory unless they are wiped.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, _pages, _moved = cursor.fetchone()
    if is_busy:
        raise StillRead
