"""Database triggers that keep the lists: no program that changes a row can forget them.

They are away while migrations run, as SQLite loses those of a table that it builds anew and finds
fault with those that name it meanwhile. Afterwards the lists are filled again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import ClassVar

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

from blog.listing import statements as sql

PREFIX = "listing_"


def connect(app: AppConfig) -> None:
    """Have the triggers taken away before tables change, and put back afterwards."""
    pre_migrate.connect(_before, sender=app, dispatch_uid="listing_before")
    post_migrate.connect(_after, sender=app, dispatch_uid="listing_after")


def install(using: str) -> None:
    """Make the triggers and fill the lists, unless all triggers are there."""
    connection = connections[using]
    if sql.LISTED not in connection.introspection.table_names():
        return
    engine = _ENGINES[connection.vendor](connection)
    wanted = list(engine.triggers())
    if engine.existing() == {trigger.name for trigger in wanted}:
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        engine.drop_all(cursor)
        engine.prepare(cursor)
        # Before the filling: they lock the tables, so that nothing comes in between.
        for trigger in wanted:
            cursor.execute(trigger.sql)
        for statement in sql.fill(engine.month("p")):
            cursor.execute(statement)


def remove(using: str) -> None:
    """Take the triggers away: until they are back, what changes stays where it stood."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        _ENGINES[connection.vendor](connection).drop_all(cursor)


def _before(*, using: str, plan: list | None = None, **_event) -> None:
    if plan:
        remove(using)


def _after(*, using: str, **_event) -> None:
    install(using)


@dataclass(frozen=True)
class Trigger:
    """The name tells the definition apart: where it is there, so is the very trigger."""

    name: str
    sql: str


class Engine:
    """What both databases share: when something is done, and what."""

    names_sql: ClassVar[str]
    differs: ClassVar[str]

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def existing(self) -> set[str]:
        with self.connection.cursor() as cursor:
            cursor.execute(self.names_sql, [f"{PREFIX}%"])
            return {name for name, *_ in cursor.fetchall()}

    def triggers(self) -> Iterator[Trigger]:
        """Each post counts for its month; it is filed anew with whatever decides on its lists."""
        is_other = " OR ".join(f"OLD.{name} {self.differs} NEW.{name}" for name in sql.DECIDES)
        add, take = self.counted("NEW"), self.changed("OLD", -1)
        yield self.trigger(sql.POSTS, "INSERT", [add, *self.filed("NEW.id")])
        yield self.trigger(
            sql.POSTS,
            f"UPDATE OF {', '.join(sql.DECIDES)}",
            [take, add, *self.filed("NEW.id")],
            is_other,
        )
        yield self.trigger(sql.POSTS, "DELETE", [take, *self.filed("OLD.id")])
        for table in (sql.FILED, sql.TAGGED):
            yield self.trigger(table, "INSERT", self.filed("NEW.post_id"))
            yield self.trigger(
                table, "UPDATE", [*self.filed("OLD.post_id"), *self.filed("NEW.post_id")]
            )
            yield self.trigger(table, "DELETE", self.filed("OLD.post_id"))
        yield from self._of_categories()

    def _of_categories(self) -> Iterator[Trigger]:
        for event, rows in (("INSERT", ["NEW"]), ("UPDATE OF path", ["OLD", "NEW"])):
            below = f"{{post}} IN ({sql.filed_below(*rows)})"
            yield self.trigger(sql.CATEGORIES, event, sql.list_anew(below))
        gone = f"DELETE FROM {sql.LISTED} WHERE kind = 'category' AND term = OLD.id"  # noqa: S608
        yield self.trigger(sql.CATEGORIES, "DELETE", [gone])

    def trigger(self, table: str, event: str, work: list[str], condition: str = "true") -> Trigger:
        name = f"{PREFIX}{table}_{event[:6].lower()}"
        body = "\n".join(f"{statement};" for statement in work)
        text = self.trigger_sql("{name}", table, event, condition, body)
        name = f"{name}_{blake2b(text.encode(), digest_size=4).hexdigest()}"
        return Trigger(name, text.replace("{name}", name))

    def prepare(self, cursor) -> None:
        """Make what the triggers need."""

    def drop_all(self, cursor) -> None:
        raise NotImplementedError

    def month(self, row: str) -> str:
        raise NotImplementedError

    def counted(self, row: str) -> str:
        """The statements that count `row` for its month, of which nothing may be kept yet."""
        raise NotImplementedError

    def changed(self, row: str, number: int) -> str:
        """The statement that changes what is kept of the month of `row`; nothing is where whole
        tables are emptied, one after the other (`manage.py flush`).
        """
        return (
            f"UPDATE {sql.MONTHS} SET posts = posts + {number} "  # noqa: S608  (names of ours)
            f"WHERE {sql.is_listed(row)} AND month = {self.month(row)}"
        )

    def filed(self, post: str) -> list[str]:
        """The statements that put one post on its lists."""
        raise NotImplementedError

    def trigger_sql(self, name: str, table: str, event: str, condition: str, body: str) -> str:
        raise NotImplementedError


class SqliteEngine(Engine):
    names_sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    differs = "IS NOT"

    def drop_all(self, cursor) -> None:
        for name in self.existing():
            cursor.execute(f"DROP TRIGGER {name}")

    def month(self, row: str) -> str:
        year, month = (f"CAST(strftime('{part}', {row}.published_at) AS INTEGER)" for part in
                       ("%Y", "%m"))  # fmt: skip
        return f"{year} * 12 + {month} - 1"

    def counted(self, row: str) -> str:
        # Not ON CONFLICT: what the outer statement says of conflicts would count here as well.
        return f"""
            INSERT INTO {sql.MONTHS} (month, posts) SELECT {self.month(row)}, 0
                WHERE {sql.is_listed(row)}
                AND {self.month(row)} NOT IN (SELECT month FROM {sql.MONTHS});
            {self.changed(row, 1)}
        """  # noqa: S608  (only names of ours)

    def filed(self, post: str) -> list[str]:
        return sql.list_anew(f"{{post}} = {post}")

    def trigger_sql(self, name: str, table: str, event: str, condition: str, body: str) -> str:
        return (
            f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW WHEN {condition}"
            f" BEGIN {body} END"
        )


class PostgresEngine(Engine):
    """Whoever files a post holds it and its categories, so that of two who change one post or its
    category at once the later sees what the earlier did.
    """

    names_sql = (
        "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE relnamespace = current_schema()::regnamespace"
        " AND NOT tgisinternal AND tgname LIKE %s"
    )
    differs = "IS DISTINCT FROM"
    function = f"{PREFIX}file"

    def prepare(self, cursor) -> None:
        work = "\n".join(f"{statement};" for statement in sql.list_anew("{post} = filed"))
        cursor.execute(
            f"""
            CREATE OR REPLACE FUNCTION {self.function}(filed bigint) RETURNS void AS $$
            BEGIN
                PERFORM 1 FROM {sql.POSTS} WHERE id = filed FOR NO KEY UPDATE;
                PERFORM 1 FROM {sql.CATEGORIES} WHERE id IN (
                    SELECT category_id FROM {sql.FILED} WHERE post_id = filed
                ) ORDER BY id FOR SHARE;
                {work}
            END $$ LANGUAGE plpgsql
            """  # noqa: S608  (only names of ours)
        )

    def drop_all(self, cursor) -> None:
        cursor.execute(
            "SELECT proname, pg_get_function_identity_arguments(oid) FROM pg_proc"
            " WHERE pronamespace = current_schema()::regnamespace AND proname LIKE %s",
            [f"{PREFIX}%"],
        )
        for name, arguments in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {name}({arguments}) CASCADE")

    def month(self, row: str) -> str:
        year, month = (
            f"extract({part} FROM {row}.published_at AT TIME ZONE 'UTC')::int"
            for part in ("year", "month")
        )
        return f"{year} * 12 + {month} - 1"

    def counted(self, row: str) -> str:
        return f"""
            INSERT INTO {sql.MONTHS} AS kept (month, posts)
                SELECT {self.month(row)}, 1 WHERE {sql.is_listed(row)}
                ON CONFLICT (month) DO UPDATE SET posts = kept.posts + excluded.posts
        """

    def filed(self, post: str) -> list[str]:
        return [f"PERFORM {self.function}({post})"]

    def trigger_sql(self, name: str, table: str, event: str, condition: str, body: str) -> str:
        return f"""
            CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
            BEGIN
                {body}
                RETURN NULL;
            END $$ LANGUAGE plpgsql;
            CREATE TRIGGER {name} AFTER {event} ON {table}
                FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {name}()
        """


_ENGINES: dict[str, type[Engine]] = {"sqlite": SqliteEngine, "postgresql": PostgresEngine}
