"""Rehearses comments and links with a second blog on this machine, and says what came of it."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string

from blog.models import SiteSettings
from config import firstrun
from config.rehearsal import here as present
from config.rehearsal import ours, theirs
from config.rehearsal.scenes import PROTOCOLS, Row, Scene, play
from config.rehearsal.second_blog import LOOPBACK, SecondBlog, free_ports
from config.rehearsal.stage import Stage, StageBroken, served, sweep_away

PREFIX = "rejoinder-rehearsal-"
# What ends a rehearsal: held back until there is somebody to clean up.
SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
STOPPED = 130
AUTHOR = "rehearsal"
# None of the site's own secrets, servers or names is any business of a throw-away copy.
OTHERWISE_DEFAULT = (
    "DATABASE_URL", "CACHE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "TRUSTED_PROXIES", "DEBUG",
    "ADMIN_USERNAME", "ADMIN_PASSWORD", "LANGUAGE_CODE", "TIME_ZONE", "MEDIA_STORAGE",
)  # fmt: skip


class Command(BaseCommand):
    help = (
        "Serves this blog and a second, small one on this machine. That one comments, tells the "
        "truth, lies and sends junk, and is told of links by ours. Prints what was expected and "
        "what happened, and ends with 1 where both differ. In a database of its own that is "
        "thrown away, unless --here is given; nothing leaves this machine."
    )

    # `serve` makes them, where what they say is shown and cleaned up after.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--here",
            action="store_true",
            help="in the present database, with posts that are deleted at the end; for a copy of "
            "a site that nobody serves meanwhile",
        )
        parser.add_argument(
            "--no-input", action="store_true", help="with --here: do not ask whether it may be"
        )
        # How the command calls itself once it has made the settings for it.
        parser.add_argument("--second-blog", metavar="PORT", type=int, help=SUPPRESS)

    def handle(self, *, here: bool, no_input: bool, second_blog: int | None, **options) -> None:
        if second_blog is not None:
            self.rehearse(second_blog, here=here)
            return
        if here:
            self.make_sure(no_input=no_input)
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        folder = None if here else tempfile.mkdtemp(prefix=PREFIX)
        begin_anew(folder, options["settings"] or "config.rehearsal.settings")

    def make_sure(self, *, no_input: bool) -> None:
        """Raise CommandError unless the present database can bear it and its owner wants it."""
        wrong = list(present.objections())
        if wrong:
            raise CommandError("\n".join(["No rehearsal here.", *wrong]))
        if not no_input and not is_agreed():
            raise CommandError("Nothing was done.")
        present.settle_posts()

    def rehearse(self, port: int, *, here: bool) -> None:
        """Play all scenes and print the table. Raises CommandError where a row is wrong."""
        began = time.monotonic()
        try:
            for number in SIGNALS:
                signal.signal(number, stop)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
            rows = self.played(port, here=here)
        except KeyboardInterrupt:
            raise CommandError("Stopped before its end.", returncode=STOPPED) from None
        except StageBroken as broken:
            raise CommandError(str(broken)) from broken
        finally:
            if not here:
                remove_folder(settings.DATA_DIR)
        self.print_table(rows, time.monotonic() - began)

    def played(self, port: int, *, here: bool) -> list[Row]:
        self.stdout.write("Setting up this blog and a second one …")
        self.stdout.flush()
        author = make_author() if here else make_site()
        blog, inside = SecondBlog(port), SecondBlog()
        stage = Stage(blog, inside, author)
        try:
            with served(), blog.open(), inside.open():
                return play(scenes(stage), stage.wait_until_quiet)
        finally:
            if here:
                sweep_away(author)
                author.delete()

    def print_table(self, rows: list[Row], seconds: float) -> None:
        widths = [
            max(len(text) for text in column)
            for column in zip(*((row.what, row.expected) for row in rows), strict=True)
        ]
        for what, expected, happened, mark in (
            ("what", "expected", "happened", ""),
            *((row.what, row.expected, row.happened, _mark(row)) for row in rows),
        ):
            line = f"{mark:4}  {what:{widths[0]}}  {expected:{widths[1]}}  {happened}"
            self.stdout.write(line.rstrip())
        wrong = sum(not row.is_ok for row in rows)
        if wrong:
            raise CommandError(f"{wrong} of {len(rows)} rows are not as expected.")
        self.stdout.write(f"All {len(rows)} rows are as expected, after {seconds:.0f} seconds.")


def _mark(row: Row) -> str:
    return "ok" if row.is_ok else "FAIL"


def is_agreed() -> bool:
    try:
        typed = input(f"Rehearse in {settings.DATABASES['default']['NAME']}? Type yes: ")
    except (EOFError, KeyboardInterrupt):
        return False
    return typed.strip() == "yes"


def stop(*_signal: object) -> None:
    raise KeyboardInterrupt


def begin_anew(folder: str | None, settings_module: str) -> None:
    """Become the same command with the settings of a rehearsal, in `folder` or where it was."""
    port, second_blog = free_ports(2)
    os.chdir(settings.BASE_DIR)
    arguments = [sys.executable, "manage.py", "rehearse", f"--second-blog={second_blog}"]
    if folder is None:
        arguments.append("--here")
    environment = environment_for(folder, port, second_blog, settings_module)
    os.execve(sys.executable, arguments, environment)  # noqa: S606


def environment_for(
    folder: str | None, port: int, second_blog: int, settings_module: str
) -> dict[str, str]:
    """Return the environment of a rehearsal. What is empty is not looked up in .env either."""
    changed = {
        "DJANGO_SETTINGS_MODULE": settings_module,
        "HOST": LOOPBACK,
        "PORT": str(port),
        "SITE_URL": f"http://{LOOPBACK}:{port}",
        "SITE_LIVE": "on",
        "RATE_LIMITS": "off",
        "FETCH_ALLOW_HOSTS": f"{LOOPBACK}:{second_blog}",
        "EMAIL_URL": "",
        "WEB_WORKERS": "1",
    }
    if folder is not None:
        changed |= dict.fromkeys(OTHERWISE_DEFAULT, "") | {"DATA_DIR": folder}
    return os.environ | changed


def make_site():
    """Fill the empty database of a throw-away site; return its author."""
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    SiteSettings.objects.create(pk=1, **present.wanted_settings())
    firstrun.make_admin()
    return get_user_model().objects.get()


def make_author():
    """Make the account that the rehearsal's posts belong to: nobody can log in with it."""
    return get_user_model().objects.create_user(f"{AUTHOR}-{get_random_string(8)}")


def scenes(stage: Stage) -> list[Scene]:
    by_protocol: list[Callable[[Stage], Scene]] = [
        partial(scene, protocol=protocol)
        for scene in (theirs.honest, theirs.lying)
        for protocol in PROTOCOLS
    ]
    return [scene(stage) for scene in (*theirs.SCENES, *by_protocol, *ours.SCENES)]


def remove_folder(folder: Path) -> None:
    """Remove a folder that this command made, and no other."""
    if folder.name.startswith(PREFIX) and folder.parent == Path(tempfile.gettempdir()).resolve():
        shutil.rmtree(folder, ignore_errors=True)
