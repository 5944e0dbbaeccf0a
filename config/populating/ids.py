"""Ids for rows that must know them before they are stored."""

from __future__ import annotations

from django.db import connection
from django.db.models import Model


def take_ids(model: type[Model], number: int) -> list[int]:
    """Return `number` ids in rising order that no other row of `model` has had or will have.

    Belongs into the transaction that stores the rows.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, number],
            )
            return [pk for (pk,) in cursor.fetchall()]
        # One transaction writes at a time, and the table goes on from the greatest id it was given.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return list(range(last + 1, last + 1 + number))
