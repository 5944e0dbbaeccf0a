"""Reads a WordPress export into the blog and says what it took, what it left and why."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from blog.wordpress.reading import Export
from blog.wordpress.tally import Tally
from blog.wordpress.xml import BrokenExportError, ExportError
from config.wordpress import bring_in

_PROGRESS_EVERY = 500


class Command(BaseCommand):
    help = (
        "Takes authors, categories, tags, posts, pages and their discussion from a WordPress "
        "export. What is here already is passed over, so it may run again at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the .xml file of Tools, Export, All")
        parser.add_argument(
            "--author",
            metavar="USERNAME",
            help="who wrote what the export names no author of (default: the first administrator)",
        )

    def handle(self, *, file: str, author: str | None, verbosity: int, **_options) -> None:
        fallback_author = _account(author)
        tally = Tally()
        try:
            with Path(file).open("rb") as opened:
                self._import(Export(opened), tally, fallback_author, verbosity)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except BrokenExportError as error:
            self._print(tally, verbosity)
            raise CommandError(
                f"{file}: {error}\nWhat stands before that line is imported. "
                "Run the command again with the mended file: it goes on from there."
            ) from error
        except ExportError as error:
            raise CommandError(f"{file}: {error}") from error
        except KeyboardInterrupt as error:
            self._print(tally, verbosity)
            raise CommandError(
                "Stopped. What is counted above is imported; run the command again to go on.",
                returncode=130,
            ) from error
        self._print(tally, verbosity)

    def _import(self, export: Export, tally: Tally, author: Any, verbosity: int) -> None:
        for number, _item in enumerate(bring_in(export, tally, fallback_author=author), start=1):
            if verbosity and number % _PROGRESS_EVERY == 0:
                self.stdout.write(f"{number} items read …")
        if export.controls:
            tally.remark(f"without their control characters, {export.controls} in all")

    def _print(self, tally: Tally, verbosity: int) -> None:
        if verbosity:
            for line in tally.lines():
                self.stdout.write(line)


def _account(username: str | None) -> Any:
    accounts = get_user_model().objects
    if username is None:
        return accounts.filter(is_superuser=True, is_active=True).order_by("pk").first()
    account = accounts.filter(username=username).first()
    if account is None:
        raise CommandError(
            f"Nobody here is called {username}. Make the account first: manage.py createsuperuser"
        )
    return account
