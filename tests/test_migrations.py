"""The migrations build the very tables that the models describe."""

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OURS = {"blog", "comments", "trackbacks"}


@pytest.mark.django_db
def test_no_model_change_is_without_a_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_migrations_are_named_for_what_they_do():
    loader = MigrationLoader(None)
    ours = [name for app, name in loader.disk_migrations if app in OURS]
    assert ours
    assert [name for name in ours if "_auto_" in name] == []
