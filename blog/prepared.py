"""Querysets that are compiled once and then asked again and again, each time with other values.

Django writes the SQL of a queryset anew each time, which costs many times what SQLite needs to
answer it. Only for what pages ask all the time: a queryset of its own is easier to read.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import local
from typing import Any

from django.db import connections, models

# Kept for each thread; which page of a list somebody asks for is such a shape.
MOST_SHAPES = 50


class Given(models.Expression):
    """Stands in a prepared queryset for a value that is given with each question."""

    def __init__(self, name: str, output_field: models.Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any) -> Any:
        return "%s", [self]


def given_moment(name: str = "now") -> Given:
    return Given(name, models.DateTimeField())


def given_row(name: str) -> Given:
    """Stands for the id of a row."""
    return Given(name, models.BigIntegerField())


class Prepared:
    """What `build` selects with a Given for each value that differs from one question to the next.

    Whatever else the queryset holds stays as it was when it was built: a moment must be given.
    `shape` is what changes the SQL itself, such as how many rows are asked for: each shape is
    built and compiled once for each thread.
    """

    def __init__(self, build: Callable[..., models.QuerySet]) -> None:
        self._build = build
        self._held = local()

    def rows(self, *shape: Any, **values: Any) -> list:
        """Return the rows, as the queryset would. Raises KeyError for a value that is missing."""
        return self._question(shape).rows(values)

    def first(self, *shape: Any, **values: Any) -> Any:
        """Return the first of the rows, or None; `build` cuts the queryset to one."""
        return next(iter(self.rows(*shape, **values)), None)

    def _question(self, shape: tuple) -> _Question:
        questions: dict[Any, _Question] = self._held.__dict__
        question = questions.get(shape)
        if question is None or not question.is_current:
            if len(questions) >= MOST_SHAPES:
                questions.clear()
            question = questions[shape] = _Question(self._build(*shape))
        return question


class _Question:
    """One compiled queryset of one thread. Django reads its rows: only the SQL is kept."""

    def __init__(self, queryset: models.QuerySet) -> None:
        self._queryset = queryset
        self._connection = connections[queryset.db]
        compiler = queryset.query.get_compiler(connection=self._connection)
        sql, params = compiler.as_sql()
        self._filled: tuple = ()
        self._params = [_filling(param, self._connection) for param in params]
        converters = compiler.get_converters(column[0] for column in compiler.select)
        self._sql = sql
        compiler.execute_sql = lambda *_, **__: self._chunks()
        compiler.get_converters = lambda _columns: converters
        queryset.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]

    @property
    def is_current(self) -> bool:
        return connections[self._queryset.db] is self._connection

    def rows(self, values: dict[str, Any]) -> list:
        self._filled = tuple(fill(values) for fill in self._params)
        rows: Any = self._queryset._iterable_class(self._queryset)
        return list(rows)

    def _chunks(self) -> list[list[tuple]]:
        """The rows as they come from the database, at once: there are never many."""
        with self._connection.cursor() as cursor:
            cursor.execute(self._sql, self._filled)
            return [cursor.fetchall()]


def _filling(param: Any, connection: Any) -> Callable[[dict[str, Any]], Any]:
    """Return how to get what the database takes for `param`."""
    if not isinstance(param, Given):
        return lambda _values: param
    name, prepare = param.name, param.output_field.get_db_prep_value
    return lambda values: prepare(values[name], connection)
