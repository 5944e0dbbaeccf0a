"""Rows of another table within a row: one question where a page would ask two."""

from __future__ import annotations

import json
from typing import Any

from django.db import models


class RowsAsText(models.Func):
    """All rows of a subquery as one text: a JSON list of lists of these columns, in any order."""

    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple:
        template = "json_group_array(json_array(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple:
        template = "json_agg(json_build_array(%(expressions)s))::text"
        return self.as_sql(compiler, connection, template=template, **context)


class JoinedText(models.Func):
    """The texts of all rows, in any order, with nothing between them: for texts of one length."""

    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple:
        return self.as_sql(
            compiler, connection, template="group_concat(%(expressions)s, '')", **context
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple:
        return self.as_sql(
            compiler, connection, template="string_agg(%(expressions)s, '')", **context
        )


def nested_rows(queryset: models.QuerySet, *columns: str) -> models.Subquery:
    """Return the `columns` of the rows of `queryset`, to be annotated; read by read_rows."""
    rows = queryset.order_by().annotate(nested=RowsAsText(*columns)).values("nested")
    return models.Subquery(rows, output_field=models.TextField())


def read_rows(nested: str | None) -> list[list[Any]]:
    """Return the rows that an annotation of nested_rows holds."""
    return json.loads(nested) if nested else []
