"""Erases what is kept about a person, or makes it anonymous, at her request."""

from __future__ import annotations

from argparse import ArgumentParser

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from blog import leftovers, privacy


class Command(BaseCommand):
    help = "Erases everything that is kept about whoever reads mail at an address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", metavar="EMAIL")
        parser.add_argument(
            "--anonymise", action="store_true", help="keep what was said, but not who said it"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what there is")

    def handle(self, *, address: str, anonymise: bool, dry_run: bool, **_options) -> None:
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{address} is not an e-mail address.") from error
        self._tell(address)
        if dry_run:
            self.stdout.write("Nothing was changed.")
            return
        let_go = privacy.anonymise if anonymise else privacy.erase
        let_go(address)
        self.stdout.write("All of it is anonymous now." if anonymise else "All of it is erased.")
        self._clear_files()

    def _tell(self, address: str) -> None:
        for keeper in privacy.keepers():
            if count := keeper.count(address):
                self.stdout.write(f"{keeper.title}: {count}")
        if get_user_model().objects.filter(email__iexact=address).exists():
            self.stdout.write("An account has this address. It stays, with what was written by it.")

    def _clear_files(self) -> None:
        try:
            leftovers.clear()
        except leftovers.StillRead as error:
            raise CommandError(
                "Somebody still reads the old state of the database, so that its log keeps what "
                "was erased. Run this once more in a minute."
            ) from error
