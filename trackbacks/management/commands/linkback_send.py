"""Tells a page that another one links to it, once."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from blog.web.exchange import FetchError
from trackbacks import sending
from trackbacks.discovery import FINDERS
from trackbacks.protocols.answers import Verdict


class Command(BaseCommand):
    help = "Finds where TARGET takes word by PROTOCOL, tells it that SOURCE links there, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("protocol", choices=list(FINDERS))
        parser.add_argument("source", metavar="SOURCE")
        parser.add_argument("target", metavar="TARGET")

    def handle(self, *, protocol: str, source: str, target: str, **_options) -> None:
        try:
            endpoint = sending.discover(protocol, target)
        except FetchError as error:
            raise CommandError(str(error.reason)) from error
        if not endpoint:
            raise CommandError(f"{target} takes no {protocol}s.")
        answer = sending.tell(protocol, endpoint, source, target)
        told = f"{endpoint}: {answer.words} {answer.place}".rstrip()
        if answer.verdict != Verdict.ACCEPTED:
            raise CommandError(told)
        self.stdout.write(told)
