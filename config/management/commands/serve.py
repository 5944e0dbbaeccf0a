"""Serves the site: the web server and the jobs worker in one process tree."""

from __future__ import annotations

import errno
import os
import socket
import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.environment import bracketed, local_address
from config.processes import Program, Supervisor

_PROBE = b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n"


class Command(BaseCommand):
    help = "Serves the site (gunicorn) and works off its jobs, until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-worker",
            action="store_true",
            help="without the jobs worker, for those who run `manage.py jobs` by themselves",
        )

    def handle(self, *, no_worker: bool, **_options) -> None:
        refuse_a_taken_port(settings.HOST, settings.PORT)
        # The programs import the site from where it stands, and keep relative paths meaningful.
        os.chdir(settings.BASE_DIR)
        Supervisor(programs(with_worker=not no_worker), watch=self.announce).run()

    def announce(self) -> bool:
        """Print the address once the site answers there; tell whether it did."""
        if not answers(settings.HOST, settings.PORT):
            return False
        here = local_address(settings.HOST, settings.PORT)
        public = f" as {settings.SITE_URL}/" if here != settings.SITE_URL else ""
        self.stdout.write(f"Rejoinder answers at {here}/{public}; its admin is at {here}/admin/.")
        if settings.SITE_IS_HTTPS and not settings.TRUSTED_PROXIES:
            self.stdout.write(
                "Note: TRUSTED_PROXIES is not set, so every reader seems to come from your proxy "
                "and shares its limits."
            )
        self.stdout.write("Stop it with Ctrl+C.")
        self.stdout.flush()
        return True


def programs(*, with_worker: bool) -> list[Program]:
    web = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]
    found = [Program("web server", web, reloads=True)]
    if with_worker:
        found.append(Program("jobs worker", [sys.executable, "manage.py", "jobs"]))
    return found


def refuse_a_taken_port(host: str, port: int) -> None:
    """Raise CommandError in words unless this process could listen on `host` and `port`."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(_why_not(error, host, port)) from error


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {host} is taken by another program. "
            f"Stop that one, or choose another port: PORT={port + 1} make run"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} may not be opened by this user. Choose one above 1023, as PORT=8000."
    return (
        f"HOST={bracketed(host)} is not an address of this machine. Leave HOST out, or use 0.0.0.0."
    )


def answers(host: str, port: int) -> bool:
    """Does the site answer at `port`? Asks the very program that was started."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        with socket.create_connection((target, port), timeout=2) as connection:
            connection.sendall(_PROBE)
            return connection.recv(8).startswith(b"HTTP/1.")
    except OSError:
        return False
