"""Prepares the site: tables, admin account, settings, demonstration, static files."""

from __future__ import annotations

import sqlite3
from argparse import ArgumentParser

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config import firstrun
from config.environment import StrictEnv, switch
from config.static import collect_changed

# The first release without the rare corruption that SQLite's own page on WAL describes.
_SOUND_SQLITE = (3, 51, 3)


class Command(BaseCommand):
    help = (
        "Prepares the site to be served, and does again only what is missing: migrations, the "
        "admin account (ADMIN_USERNAME, ADMIN_PASSWORD; a password is made up and printed once "
        "where none is given), the settings row, static files."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--demo",
            action="store_true",
            help="fill an empty site with demonstration content, unless DEMO=0 says otherwise",
        )

    def handle(self, *, demo: bool, **_options) -> None:
        try:
            firstrun.reach_database()
            self._tell_of_what_fails()
            with firstrun.alone():
                self._prepare(StrictEnv(), demo=demo)
        except firstrun.Refused as error:
            raise CommandError(str(error)) from error

    def _prepare(self, env: StrictEnv, *, demo: bool) -> None:
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        given = env.str("ADMIN_PASSWORD", default="")
        login = firstrun.make_admin(env.str("ADMIN_USERNAME", default=""), given)
        if not firstrun.is_done():
            self._fill(demo=switch(env, "DEMO", default=demo))
        if collect_changed():
            self._say("Collected the static files.")
        if login and not given:
            self._print_login(*login)

    def _tell_of_what_fails(self) -> None:
        """A site that can be read and written in is served, whatever else fails meanwhile."""
        for sentence in firstrun.failures():
            self._say(f"Note: {sentence}")

    def _fill(self, *, demo: bool) -> None:
        if demo:
            self._say("Making the demonstration content …")
            call_command("demo", verbosity=0)
        firstrun.make_authors_group()
        firstrun.finish()
        self._warn_of_sqlite()

    def _warn_of_sqlite(self) -> None:
        if connection.vendor == "sqlite" and sqlite3.sqlite_version_info < _SOUND_SQLITE:
            self._say(
                f"Note: SQLite {sqlite3.sqlite_version} has a rare fault that can damage a busy "
                "database. Keep backups; for much traffic use PostgreSQL (README, Database)."
            )

    def _print_login(self, username: str, password: str) -> None:
        self._say(
            f"\nYour admin account, printed this once:\n"
            f"    name      {username}\n"
            f"    password  {password}\n"
        )

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
