"""Which tables show on pages, under which tags, and which of their columns no reader ever sees."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True)
class Watch:
    """Rows of `model` that show on pages with `tags`.

    `tags` and `shown` are SQL, with {row} for the row. A row that is not `shown`, before a change
    or after it, changes no page. Columns that are `unseen` change none either; where `columns` are
    named, these alone do.
    """

    name: str
    model: type[models.Model]
    tags: str
    shown: str = ""
    unseen: Collection[str] = ()
    columns: Collection[str] = ()

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def seen_columns(self) -> list[str]:
        fields = self.model._meta.concrete_fields
        known = {name for field in fields for name in (field.name, field.column)}
        if strange := ({*self.unseen, *self.columns} - known):
            raise ValueError(f"{self.table} has no column {', '.join(sorted(strange))}.")
        return [
            field.column
            for field in fields
            if field.column
            and not field.primary_key
            and field.name not in self.unseen
            and (not self.columns or field.name in self.columns)
        ]


_watches: dict[str, Watch] = {}


def watch(*watches: Watch) -> None:
    """Have changes of these rows change pages; for apps, when they are loaded."""
    _watches.update({found.name: found for found in watches})


def all_watches() -> list[Watch]:
    return list(_watches.values())
