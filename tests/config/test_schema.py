"""Whether the database has seen every migration: asked each time, and the files read once."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from config import schema
from config.schema import is_migrated, migrations_of_program

pytestmark = pytest.mark.django_db
COMMENTS = MigrationRecorder.Migration.objects.filter(app="comments")


def test_it_costs_one_query_and_no_look_at_files(django_assert_num_queries, monkeypatch):
    migrations_of_program()
    monkeypatch.setattr(schema, "MigrationLoader", None)
    with django_assert_num_queries(1):
        assert is_migrated()


def test_it_is_right_when_somebody_migrates_meanwhile():
    newest = COMMENTS.latest("pk")
    newest.delete()
    assert not is_migrated()
    MigrationRecorder(connection).record_applied("comments", newest.name)
    assert is_migrated()


def test_what_a_newer_program_has_added_is_no_reason():
    MigrationRecorder(connection).record_applied("comments", "9999_of_tomorrow")
    assert is_migrated()


def test_a_migration_that_stands_for_several_is_not_missing_where_these_were_seen(monkeypatch):
    names = list(migrations_of_program())[:2]
    squashed = dict(migrations_of_program()) | {("blog", "squashed"): frozenset(names)}
    monkeypatch.setattr(schema, "migrations_of_program", lambda: squashed)
    assert is_migrated()
    MigrationRecorder(connection).record_unapplied(*names[0])
    assert not is_migrated()


@pytest.mark.django_db(transaction=True)
def test_a_database_without_tables_has_seen_nothing():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO elsewhere")
        try:
            assert not is_migrated()
        finally:
            cursor.execute("ALTER TABLE elsewhere RENAME TO django_migrations")


def test_a_database_that_fails_is_not_taken_for_an_empty_one():
    def fail(execute, sql, params, many, context):
        if "FROM" in sql and "django_migrations" in sql:
            raise OperationalError("disk I/O error")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail), pytest.raises(OperationalError):
        is_migrated()
