"""Works off the site's jobs; `manage.py serve` starts it beside the web server."""

from __future__ import annotations

import signal
from argparse import ArgumentParser, ArgumentTypeError

from django.core.management.base import BaseCommand

from config.worker import JobsWorker


class Command(BaseCommand):
    help = "Works off jobs: checks of links, mails, clean-up. Runs until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due, then end (cron)")
        parser.add_argument(
            "--threads", type=_at_least_one, default=2, help="jobs done at once (default: 2)"
        )

    def handle(self, *, once: bool, threads: int, **_options) -> None:
        worker = JobsWorker(threads=threads)
        if once:
            worker.drain()
            return

        def stop(number: int, _frame: object) -> None:
            worker.stop()
            signal.signal(number, signal.SIG_DFL)  # a second one ends the process at once

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        worker.run()


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ArgumentTypeError("give 1 or more")
    return number
