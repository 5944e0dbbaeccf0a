"""Shows where a page takes word of links to it."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from blog.web.exchange import FetchError
from trackbacks import sending
from trackbacks.discovery import FINDERS


class Command(BaseCommand):
    help = "Prints the address to which URL takes word by PROTOCOL, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("protocol", choices=list(FINDERS))
        parser.add_argument("url", metavar="URL")

    def handle(self, *, protocol: str, url: str, **_options) -> None:
        try:
            endpoint = sending.discover(protocol, url)
        except FetchError as error:
            raise CommandError(str(error.reason)) from error
        if endpoint:
            self.stdout.write(endpoint)
