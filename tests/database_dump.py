"""Everything that the database holds, cell by cell, and SQLite's files as they lie on the disk."""

from pathlib import Path

from django.db import connection


def cells():
    """(table, column, text) of each cell of each table, whatever is in it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            # SQLite's own pages of an index of words hold what was deleted until
            # blog.leftovers.clear, like those of the file: see files().
            if table.endswith("_words_data"):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from (
                    (table, name, as_text(value)) for name, value in zip(names, row, strict=True)
                )


def as_text(value):
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def columns_with(pattern):
    """The columns, as table.column, in which a compiled pattern is found."""
    return {f"{table}.{column}" for table, column, text in cells() if pattern.search(text)}


def files():
    """What a person with an editor sees in the database file and in its write-ahead log."""
    path = Path(connection.settings_dict["NAME"])
    both = [path, path.with_name(f"{path.name}-wal")]
    return "".join(file.read_bytes().decode("utf-8", "replace") for file in both if file.exists())
