"""Reads versions from the database, as cheaply as each database allows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from blog.page_cache.models import CacheTag
from blog.page_cache.tags import CLOCK

_TABLE = CacheTag._meta.db_table
CLOCK_SQL = f"SELECT version FROM {_TABLE} WHERE tag = {CLOCK}"  # noqa: S608


class Versions:
    """What both databases share. Everything raises DatabaseError while nothing can be read."""

    def clock(self) -> int:
        """Return the version of the clock as it is now: 0 or less while nothing may be kept."""
        return self._first(CLOCK_SQL)[0]

    def newest(self, tags: Collection[int]) -> tuple[int, int]:
        """Return the clock and the greatest version of `tags`, both of the same moment."""
        # Tags are numbers: there is nothing to quote.
        named = ", ".join(str(int(tag)) for tag in tags)
        clock, newest = self._first(
            f"SELECT coalesce(max(CASE WHEN tag = {CLOCK} THEN version END), 0),"  # noqa: S608
            f" coalesce(max(CASE WHEN tag <> {CLOCK} THEN version END), 0)"
            f" FROM {_TABLE} WHERE tag IN ({CLOCK}, {named})"
        )
        return clock, newest

    def close(self) -> None:
        """Part from the database, if need be: for tests, which take it away."""

    def _first(self, sql: str) -> tuple[int, ...]:
        raise NotImplementedError


class SqliteVersions(Versions):
    """Asks the connection of the thread without Django's cursors, which cost more than it does."""

    def _first(self, sql: str) -> tuple[int, ...]:
        connection: Any = connections[DEFAULT_DB_ALIAS]
        if connection.connection is None:
            connection.ensure_connection()
        try:
            return connection.connection.execute(sql).fetchone() or (0, 0)
        except connection.Database.Error as error:
            connection.close()
            raise DatabaseError(str(error)) from error


def versions_of_database() -> Versions:
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        return SqliteVersions()
    # A blog on SQLite does without psycopg, and without the memory that it takes.
    from blog.page_cache.versions_postgres import PostgresVersions  # noqa: PLC0415

    return PostgresVersions()
