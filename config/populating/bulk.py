"""Rows by the ten thousand, past the saving of models: by one statement, or by COPY."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model

# What SQLite may hold of its indexes in memory, in KiB: each row changes a dozen of them.
_CACHE_KIB = 256 * 1024

Row = Mapping[str, Any]


def insert(model: type[Model], rows: Iterable[Row]) -> None:
    """Store `rows`, each of columns to values; a field that it leaves out has its default.

    All name the same columns. What the database itself demands is checked, nothing else.
    """
    found = list(rows)
    if found:
        _Table(model, with_id=model._meta.pk.attname in found[0]).insert(found)


def as_row(instance: Model) -> Row:
    """Return the columns of an instance, whose id is known."""
    return {field.attname: getattr(instance, field.attname) for field in _fields(type(instance))}


def allow_memory() -> None:
    """Let this connection hold what a bulk load reads and writes again and again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")


class _Table:
    def __init__(self, model: type[Model], *, with_id: bool) -> None:
        fields = [field for field in _fields(model) if with_id or not field.primary_key]
        self._name = model._meta.db_table
        self._columns = ", ".join(f'"{field.column}"' for field in fields)
        self._number = len(fields)
        self._order = itemgetter(*(field.attname for field in fields))
        ways = ((field.attname, _way(field)) for field in fields)
        self._ways = {name: way for name, way in ways if way}
        self._defaults = self._ready({field.attname: field.get_default() for field in fields})

    def insert(self, rows: Iterable[Row]) -> None:
        values = (self._order(self._defaults | self._ready(row)) for row in rows)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                sql = f"COPY {self._name} ({self._columns}) FROM STDIN"
                with connection.wrap_database_errors, cursor.copy(sql) as copy:
                    for row in values:
                        copy.write_row(row)
                return
            places = ", ".join(["%s"] * self._number)
            sql = f"INSERT INTO {self._name} ({self._columns}) VALUES ({places})"  # noqa: S608
            cursor.executemany(sql, list(values))

    def _ready(self, row: Row) -> dict[str, Any]:
        """Return the values of `row` as the database takes them."""
        ready = dict(row)
        for name in self._ways.keys() & row.keys():
            if ready[name] is not None:
                ready[name] = self._ways[name](ready[name])
        return ready


def _fields(model: type[Model]) -> Iterator[Field]:
    return (field for field in model._meta.concrete_fields if field.column)


def _way(field: Field) -> Callable[[Any], Any] | None:
    """How a value of `field` is given to the database, where not as it is."""
    if isinstance(field, DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, JSONField):
        return json.dumps
    # Of an enumeration, each driver would take something else.
    return str if field.choices else None
