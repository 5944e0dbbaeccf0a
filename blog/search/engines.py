"""The SQL of the index of words: FTS5 for SQLite, tsvector and GIN for PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper

from blog.search import words as spelling
from blog.search.words_postgres import function_of_words

if TYPE_CHECKING:
    from blog.search.index import Index

# Ids below this can be told from a key. Minutes of all years that a database knows fit above.
KEY_SPAN = 2**31
# Whoever changes what is indexed changes this: every index is filled again after a migration.
VERSION = 2
FUNCTION = "search_words"
# What may be held in memory while a whole index is filled; and by FTS5 otherwise, as it comes.
FILLING_BYTES = 64 * 2**20
_BYTES = 2**20


class Engine:
    """What both databases share. A trigger's name tells its definition apart, as its end."""

    columns: str
    count_triggers: str

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def is_kept(self, index: Index) -> bool:
        """Are all its triggers there, and of this version?"""
        with self.connection.cursor() as cursor:
            cursor.execute(self.count_triggers, [f"{_trigger_name(index)}%"])
            return cursor.fetchone()[0] == len(list(self.triggers(index)))

    def creation(self, index: Index) -> Iterator[str]:
        """The statements that make the index anew, fill it and have it kept."""
        yield from self.removal(index)
        yield from self.filled(index)
        yield from self.triggers(index)

    def newest(
        self, index: Index, words: Sequence[str], number: int, before: int
    ) -> tuple[str, dict[str, Any]]:
        """SQL and its values: the keys of what has all `words`, the newest first."""
        raise NotImplementedError

    def removal(self, index: Index) -> Iterator[str]:
        yield from self.leaving(index)
        yield f"DROP TABLE IF EXISTS {index.name}"

    def leaving(self, index: Index) -> Iterator[str]:
        """Take its triggers away: what is indexed stays as it is."""
        raise NotImplementedError

    def filled(self, index: Index) -> Iterator[str]:
        """Make its table, with all that is to be found."""
        raise NotImplementedError

    def triggers(self, index: Index) -> Iterator[str]:
        raise NotImplementedError

    def clearing(self, index: Index) -> list[str]:
        """The statements that rid the index of words that no row has any more."""
        return []

    def _key(self, index: Index, row: str) -> str:
        raise NotImplementedError

    def _words(self, index: Index, row: str) -> str:
        raise NotImplementedError

    def _add(self, index: Index, row: str) -> str:
        """Put one row of a trigger into the index, if it is to be found."""
        return f"INSERT INTO {index.name} ({self.columns}) {self._found(index, row)}"

    def _all(self, index: Index) -> str:
        return self._found(index, "it", f"FROM {index.table} AS it")

    def _found(self, index: Index, row: str, source: str = "") -> str:
        return (
            f"SELECT {self._key(index, row)} AS key, {self._words(index, row)} AS words "
            f"{source} WHERE {index.shown.format(row=row)}"
        )


class SqliteEngine(Engine):
    """FTS5 goes through the rows of a word by their number, from the newest, and stops."""

    columns = "rowid, words"
    count_triggers = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"

    def newest(self, index, words, number, before):
        return (
            f"SELECT rowid FROM {index.name} WHERE {index.name} MATCH %(words)s"  # noqa: S608
            " AND rowid < %(before)s ORDER BY rowid DESC LIMIT %(number)s",
            {"words": _all_of(words, '"', " "), "before": before, "number": number},
        )

    def leaving(self, index):
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
                [f"search_{index.table}_%"],
            )
            for (name,) in cursor.fetchall():
                yield f"DROP TRIGGER {name}"

    def filled(self, index):
        # The words come folded: nothing is left to the tokenizer, whose Unicode is an old one.
        yield (
            f"CREATE VIRTUAL TABLE {index.name} USING "
            "fts5(words, tokenize = 'ascii', detail = none, columnsize = 0)"
        )
        yield self._gathering(index, FILLING_BYTES)
        yield f"INSERT INTO {index.name} ({self.columns}) {self._all(index)}"
        yield self._gathering(index, _BYTES)

    def _gathering(self, index, number):
        """Have so many bytes gathered in memory before they are sorted and written."""
        return f"INSERT INTO {index.name} ({index.name}, rank) VALUES ('hashsize', {number})"  # noqa: S608

    def triggers(self, index):
        columns = [index.title, index.html, index.moment, *index.decides]
        is_other = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns)
        remove = f"DELETE FROM {index.name} WHERE rowid = {self._key(index, 'OLD')};"  # noqa: S608
        add = f"{self._add(index, 'NEW')};"
        for event, condition, body in (
            ("INSERT", "true", add),
            ("DELETE", "true", remove),
            (f"UPDATE OF {', '.join(columns)}", is_other, f"{remove} {add}"),
        ):
            name = f"{_trigger_name(index)}_{event[:6].lower()}"
            yield (
                f"CREATE TRIGGER {name} AFTER {event} ON {index.table} FOR EACH ROW "
                f"WHEN {condition} BEGIN {body} END"
            )

    def clearing(self, index):
        # What was deleted stays in the index, with a note, until its parts are merged.
        return [f"INSERT INTO {index.name} ({index.name}) VALUES ('optimize')"]  # noqa: S608

    def _key(self, index, row):
        minute = f"CAST(strftime('%s', {row}.{index.moment}) AS INTEGER) / 60"
        return f"{minute} * {KEY_SPAN} + {row}.id"

    def _words(self, index, row):
        return f"{FUNCTION}({row}.{index.title}, {row}.{index.html})"


class PostgresEngine(Engine):
    """GIN gives the rows of a word in no order, and all of them. So each row has spans of time as
    further words, from an hour on: the newest rows are asked for first, then ever longer spans,
    each only where the ones before had too few.
    """

    columns = "key, words"
    count_triggers = (
        "SELECT count(*) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE relnamespace = current_schema()::regnamespace AND tgname LIKE %s"
    )
    # Of a key, the last of which is four years. Each is eight times the one before.
    SPANS = tuple(range(37, 53, 3))

    def newest(self, index, words, number, before):
        # The key plus nothing: by the index of keys, rows without the words would be read too.
        part = (
            f"(SELECT key FROM {index.name}, newest WHERE words @@ ({{asked}})::tsquery"  # noqa: S608
            " AND key + 0 < {upper} ORDER BY key + 0 DESC LIMIT %(number)s)"
        )
        parts, upper = [], "%(before)s"
        for span in self.SPANS:
            two = f"('=s{span}.' || (top >> {span})) || ' | =s{span}.' || ((top >> {span}) - 1)"
            asked = f"%(words)s || ' & (' || {two} || ')'"
            parts.append(part.format(asked=asked, upper=upper))
            upper = f"((top >> {span}) - 1) << {span}"
        parts.append(part.format(asked="%(words)s", upper=upper))
        return (
            f"WITH newest AS MATERIALIZED (SELECT max(key) AS top FROM {index.name}"  # noqa: S608
            f" WHERE key < %(before)s) {' UNION ALL '.join(parts)} LIMIT %(number)s",
            {"words": _all_of(words, "'", " & "), "before": before, "number": number},
        )

    def leaving(self, index):
        yield f"DROP FUNCTION IF EXISTS search_{index.table}() CASCADE"

    def filled(self, index):
        """Filled by several processes at once, and put in order at the end: ten times as fast."""
        # Nothing may be written between the filling and the triggers.
        yield f"LOCK TABLE {index.table} IN SHARE ROW EXCLUSIVE MODE"
        # Without figures of it, the server would take it for small and fill the index alone.
        yield f"ANALYZE {index.table}"
        yield function_of_words(FUNCTION, self.SPANS)
        yield f"CREATE TABLE {index.name} AS {self._all(index)}"
        yield f"SET LOCAL maintenance_work_mem = '{FILLING_BYTES >> 10}kB'"
        yield f"ALTER TABLE {index.name} ADD PRIMARY KEY (key), ALTER COLUMN words SET NOT NULL"
        # No list of what is still to be put in order: each search would read all of it.
        yield (
            f"CREATE INDEX {index.name}_gin ON {index.name} USING gin (words)"
            " WITH (fastupdate = off)"
        )

    def triggers(self, index):
        # No column is named in the definition: a migration could not change its type any more.
        columns = [index.title, index.html, index.moment, *index.decides]
        old, new = (f"({', '.join(f'{row}.{name}' for name in columns)})" for row in ("OLD", "NEW"))
        yield f"""
            CREATE OR REPLACE FUNCTION search_{index.table}() RETURNS trigger AS $$
            BEGIN
                IF TG_OP = 'TRUNCATE' THEN
                    TRUNCATE {index.name};
                    RETURN NULL;
                END IF;
                IF TG_OP = 'UPDATE' THEN
                    IF {old} IS NOT DISTINCT FROM {new} THEN
                        RETURN NULL;
                    END IF;
                END IF;
                IF TG_OP <> 'INSERT' THEN
                    DELETE FROM {index.name} WHERE key = {self._key(index, "OLD")};
                END IF;
                IF TG_OP <> 'DELETE' THEN
                    {self._add(index, "NEW")};
                END IF;
                RETURN NULL;
            END $$ LANGUAGE plpgsql;
            CREATE TRIGGER {_trigger_name(index)}
                AFTER INSERT OR UPDATE OR DELETE ON {index.table}
                FOR EACH ROW EXECUTE FUNCTION search_{index.table}();
            CREATE TRIGGER {_trigger_name(index)}_all
                AFTER TRUNCATE ON {index.table}
                FOR EACH STATEMENT EXECUTE FUNCTION search_{index.table}()
        """  # noqa: S608  (only names of ours)

    def is_kept(self, index):
        with self.connection.cursor() as cursor:
            cursor.execute(self.count_triggers, [f"{_trigger_name(index)}%"])
            return cursor.fetchone()[0] == 2

    def _key(self, index, row):
        minute = f"floor(extract(epoch FROM {row}.{index.moment}) / 60)::bigint"
        return f"{minute} * {KEY_SPAN} + {row}.id"

    def _words(self, index, row):
        return f"{FUNCTION}({self._key(index, row)}, {row}.{index.title}, {row}.{index.html})"


def prepare(connection: BaseDatabaseWrapper, **_kwargs) -> None:
    """Teach a new connection to SQLite the words of a text, which its triggers ask for."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            FUNCTION, 2, spelling.words_of_html, deterministic=True
        )


def engine_of(connection: BaseDatabaseWrapper) -> Engine:
    return _ENGINES[connection.vendor](connection)


def _trigger_name(index: Index) -> str:
    definition = f"{VERSION} {index}"
    return f"search_{index.table}_{blake2b(definition.encode(), digest_size=4).hexdigest()}"


def _all_of(words: Sequence[str], quote: str, between: str) -> str:
    """Words hold neither quotes nor backslashes."""
    return between.join(f"{quote}{word}{quote}" for word in words)


_ENGINES: dict[str, type[Engine]] = {"sqlite": SqliteEngine, "postgresql": PostgresEngine}
