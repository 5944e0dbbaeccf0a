"""What a deleted row leaves in SQLite's files is cleared, unless somebody still reads it."""

import sqlite3
from contextlib import closing, contextmanager

import pytest
from django.db import connection

from blog import leftovers
from blog.models import Tag
from tests.database_dump import files
from tests.factories import make_tag

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL cleans up by itself"),
]


def delete_a_word():
    make_tag("unmistakable")
    Tag.objects.all().delete()


def test_a_deleted_word_is_nowhere_any_more():
    delete_a_word()
    assert "unmistakable" in files()
    leftovers.clear()
    assert "unmistakable" not in files()


@contextmanager
def impatient():
    """Wait for others a moment only."""
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 50").fetchall()
        yield
        cursor.execute(f"PRAGMA busy_timeout = {usual}").fetchall()


def test_whoever_still_reads_keeps_the_log_and_is_waited_for_later():
    delete_a_word()
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(name)) as reader, impatient():
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM blog_post").fetchall()
        with pytest.raises(leftovers.StillRead):
            leftovers.clear()
    leftovers.clear()
    assert "unmistakable" not in files()
