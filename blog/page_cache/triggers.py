"""Database triggers that give a new version to the tags of whatever changes.

No program that changes a row can forget it: neither a bulk update nor a shell. It is done in the
transaction of the change, so that what is rolled back changes no page.

They are away while migrations run: SQLite loses those of a table that it builds anew, PostgreSQL
keeps a column from being dropped that one names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import ClassVar

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from blog.page_cache.models import CacheTag
from blog.page_cache.tags import CLOCK, SAID, SITE
from blog.page_cache.watches import Watch, all_watches

PREFIX = "page_cache_"


def install(using: str) -> None:
    """Create the triggers that are missing, and let no page from before count any more.

    Does nothing where all are there, or where the table of versions is not yet.
    """
    connection = connections[using]
    if CacheTag._meta.db_table not in connection.introspection.table_names():
        return
    engine = _ENGINES[connection.vendor](connection)
    wanted = {trigger.name: trigger for trigger in engine.triggers()}
    is_running = (CacheTag.objects.using(using).filter(tag=CLOCK, version__gt=0)).exists()
    if is_running and engine.existing() == wanted.keys():
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        engine.drop_all(cursor)
        engine.prepare(cursor)
        for trigger in wanted.values():
            cursor.execute(trigger.sql)
        engine.start_clock(cursor)


def remove(using: str) -> None:
    """Take the triggers away. Until they are back, no page may be kept."""
    connection = connections[using]
    if CacheTag._meta.db_table not in connection.introspection.table_names():
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        CacheTag.objects.using(using).filter(tag=CLOCK, version__gt=0).update(version=-1)
        _ENGINES[connection.vendor](connection).drop_all(cursor)


def missing(using: str) -> set[str]:
    """Return the names of the triggers that should be there and are not."""
    engine = _ENGINES[connections[using].vendor](connections[using])
    return {trigger.name for trigger in engine.triggers()} - engine.existing()


@dataclass(frozen=True)
class Trigger:
    """The name tells the definition apart: where it is there, so is the very trigger."""

    name: str
    sql: str


class Engine:
    """What both databases share."""

    names_sql: ClassVar[str]
    differs: ClassVar[str]
    now: ClassVar[str]

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def triggers(self) -> Iterator[Trigger]:
        tables = set(self.connection.introspection.table_names())
        for watch in all_watches():
            if watch.table in tables:
                yield from self._of(watch)

    def existing(self) -> set[str]:
        with self.connection.cursor() as cursor:
            cursor.execute(self.names_sql, [f"{PREFIX}%"])
            return {name for name, *_ in cursor.fetchall()}

    def prepare(self, cursor) -> None:
        """Make what the triggers need."""

    def drop_all(self, cursor) -> None:
        raise NotImplementedError

    def start_clock(self, cursor) -> None:
        table = CacheTag._meta.db_table
        cursor.execute(f"SELECT max(abs(version)) + 1, {self.now} FROM {table}")  # noqa: S608
        version = max(number or 0 for number in cursor.fetchone())
        for tag in (CLOCK, SITE, SAID):
            CacheTag.objects.using(self.connection.alias).update_or_create(
                tag=tag, defaults={"version": version}
            )

    def _of(self, watch: Watch) -> Iterator[Trigger]:
        columns = self._columns(watch)
        if not watch.columns:
            yield self._trigger(watch, "INSERT", _shown(watch, "NEW"), ["NEW"])
            yield self._trigger(watch, "DELETE", _shown(watch, "OLD"), ["OLD"])
        if columns:
            named = ", ".join(f'"{column}"' for column in columns)
            is_other = " OR ".join(f'OLD."{name}" {self.differs} NEW."{name}"' for name in columns)
            shown = f"({_shown(watch, 'OLD')} OR {_shown(watch, 'NEW')}) AND ({is_other})"
            yield self._trigger(watch, f"UPDATE OF {named}", shown, ["OLD", "NEW"])

    def _columns(self, watch: Watch) -> list[str]:
        """Those that are there: a database may be on its way to an earlier state."""
        with self.connection.cursor() as cursor:
            found = self.connection.introspection.get_table_description(cursor, watch.table)
        there = {column.name for column in found}
        return [column for column in watch.seen_columns() if column in there]

    def _trigger(self, watch: Watch, event: str, shown: str, rows: list[str]) -> Trigger:
        kind = event.split(maxsplit=1)[0].lower()
        tags = ", ".join(watch.tags.format(row=row) for row in rows)
        name = f"{PREFIX}{watch.name}_{kind}"
        sql = self.sql("{name}", event, watch.table, shown, tags)
        name = f"{name}_{blake2b(sql.encode(), digest_size=4).hexdigest()}"
        return Trigger(name, sql.replace("{name}", name))

    def sql(self, name: str, event: str, table: str, shown: str, tags: str) -> str:
        raise NotImplementedError


class SqliteEngine(Engine):
    """Runs with each row. One writer at a time: whatever is locked, nobody waits for it."""

    names_sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    differs = "IS NOT"
    now = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"

    def drop_all(self, cursor) -> None:
        for name in self.existing():
            cursor.execute(f"DROP TRIGGER {name}")

    def sql(self, name: str, event: str, table: str, shown: str, tags: str) -> str:
        # Not ON CONFLICT: what the outer statement says of conflicts would count here as well.
        versions = CacheTag._meta.db_table
        rows = " UNION ".join(f"SELECT {tag} AS tag" for tag in tags.split(", "))
        return f"""
            CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW WHEN {shown}
            BEGIN
                UPDATE {versions} SET version = max(version + 1, {self.now}) WHERE tag = {CLOCK};
                INSERT INTO {versions} (tag, version)
                    SELECT tag, 0 FROM ({rows}) WHERE tag NOT IN (SELECT tag FROM {versions});
                UPDATE {versions}
                    SET version = coalesce((SELECT version FROM {versions} WHERE tag = {CLOCK}), 0)
                    WHERE tag IN ({tags});
            END
        """  # noqa: S608  (only names of ours)


class PostgresEngine(Engine):
    """Runs as the transaction ends. Before, it would hold the clock while it waits for a post that
    another holds, who waits for the clock. All take the clock first, once a transaction.
    """

    names_sql = (
        "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE relnamespace = current_schema()::regnamespace"
        " AND NOT tgisinternal AND tgname LIKE %s"
    )
    differs = "IS DISTINCT FROM"
    now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
    function = f"{PREFIX}change"

    def prepare(self, cursor) -> None:
        versions = CacheTag._meta.db_table
        cursor.execute(
            f"""
            CREATE OR REPLACE FUNCTION {self.function}(tags bigint[]) RETURNS void AS $$
            DECLARE
                clock bigint;
            BEGIN
                UPDATE {versions} SET version = greatest(version + 1, {self.now})
                    WHERE tag = {CLOCK} AND xmin <> pg_current_xact_id()::xid;
                SELECT max(version) INTO clock FROM {versions} WHERE tag = {CLOCK};
                INSERT INTO {versions} AS kept (tag, version)
                    SELECT DISTINCT tag, coalesce(clock, 0) FROM unnest(tags) AS tag ORDER BY tag
                    ON CONFLICT (tag) DO UPDATE SET version = excluded.version
                    WHERE kept.version <> excluded.version;
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

    def sql(self, name: str, event: str, table: str, shown: str, tags: str) -> str:
        return f"""
            CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
            BEGIN
                PERFORM {self.function}(ARRAY[{tags}]::bigint[]);
                RETURN NULL;
            END $$ LANGUAGE plpgsql;
            CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table}
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({shown})
                EXECUTE FUNCTION {name}()
        """


def _shown(watch: Watch, row: str) -> str:
    return f"({watch.shown.format(row=row)})" if watch.shown else "true"


_ENGINES: dict[str, type[Engine]] = {"sqlite": SqliteEngine, "postgresql": PostgresEngine}
