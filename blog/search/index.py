"""The index of words: which tables have one, and how it is made, kept and asked.

Database triggers keep it, in the transaction of the change: no program that changes a row can
forget it. They stay while migrations run. Where a migration built a table anew, as SQLite does,
they are gone with the old one, and the index is filled again after the last migration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.models.signals import post_migrate

from blog.search.engines import KEY_SPAN, engine_of


@dataclass(frozen=True)
class Index:
    """The words of the rows of `table` that are shown, where `shown` is SQL about {row}.

    `decides` are the columns that `shown` is about. A row is known by its key: the minute of its
    `moment`, then its id. So the newest come first.
    """

    table: str
    title: str
    html: str
    moment: str
    shown: str
    decides: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.table}_words"

    def newest(
        self, words: Sequence[str], number: int, before: int, using: str = "default"
    ) -> list[int]:
        """Return up to `number` keys below `before` of rows that have all `words`, falling."""
        engine = engine_of(connections[using])
        with connections[using].cursor() as cursor:
            cursor.execute(*engine.newest(self, words, number, before))
            return [key for (key,) in cursor.fetchall()]


def key_after(moment: datetime) -> int:
    """Return what is above the keys of all rows of `moment` and earlier."""
    return (int(moment.timestamp() // 60) + 1) * KEY_SPAN


def id_of(key: int) -> int:
    return key % KEY_SPAN


_indexes: dict[str, Index] = {}


def register(index: Index) -> None:
    _indexes[index.name] = index


def indexes() -> list[Index]:
    return list(_indexes.values())


def install(using: str = "default", *, anew: bool = False) -> None:
    """Make and fill the indexes that are missing or, with `anew`, all of them."""
    connection = connections[using]
    engine = engine_of(connection)
    tables = set(connection.introspection.table_names())
    for index in indexes():
        if index.table in tables and (anew or not engine.is_kept(index)):
            with transaction.atomic(using=using), connection.cursor() as cursor:
                for statement in engine.creation(index):
                    cursor.execute(statement)


def leave(using: str = "default") -> None:
    """Let nothing that changes follow into the indexes, until they are installed anew."""
    connection = connections[using]
    engine = engine_of(connection)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for index in indexes():
            for statement in engine.leaving(index):
                cursor.execute(statement)


def drop_leftovers(using: str = "default") -> None:
    """Let no index hold words that no row has any more. PostgreSQL's never does."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for index in indexes():
            for statement in engine_of(connection).clearing(index):
                cursor.execute(statement)


def connect(app: AppConfig) -> None:
    post_migrate.connect(_install, sender=app, dispatch_uid=f"search {app.label}")


def _install(using: str, **_kwargs) -> None:
    install(using)
