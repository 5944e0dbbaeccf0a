"""Are the tables of the database those that this program was written for?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Name = tuple[str, str]


def is_migrated() -> bool:
    """Has this database seen every migration of the program? One query. Raises DatabaseError."""
    seen = _seen()
    return all(
        name in seen or (replaced and seen.issuperset(replaced))
        for name, replaced in migrations_of_program().items()
    )


@cache
def migrations_of_program() -> Mapping[Name, Collection[Name]]:
    """Return every migration and, of one that stands for several others, these.

    Read once: a program that runs stays what it is, whatever files are laid beside it.
    """
    found = MigrationLoader(None).disk_migrations
    return {name: {(app, old) for app, old in each.replaces} for name, each in found.items()}


def _seen() -> set[Name]:
    recorder = MigrationRecorder(connection)
    try:
        return set(recorder.migration_qs.values_list("app", "name"))
    except DatabaseError:
        if recorder.has_table():
            raise
        return set()  # before the first migration
