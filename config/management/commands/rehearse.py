"""Rehearses comments and links with a second blog on this machine, and says what came of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from argparse import SUPPRESS, ArgumentParser
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from blog.models import SiteSettings
from config.rehearsal.acts import ACTS, Act
from config.rehearsal.otherblog import other_blog
from config.rehearsal.stage import Stage, served
from trackbacks.exchange import FetchError


class Command(BaseCommand):
    help = (
        "Starts this site and a second small blog on loopback, which comments, answers, tells the "
        "truth and lies, and prints what should happen and what does. All of it in a database of "
        "its own that is thrown away."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--keep",
            metavar="FOLDER",
            type=Path,
            help="rehearse in FOLDER, a DATA_DIR of its own, and keep what is in it",
        )
        # How the command calls itself once it has made the settings for it.
        parser.add_argument("--on-stage", metavar="PORT", type=int, help=SUPPRESS)

    def handle(self, *, keep: Path | None, on_stage: int | None, **_options) -> None:
        if on_stage is not None:
            self.rehearse(on_stage)
        elif keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            self.rehearse_in(keep.resolve())
        else:
            with tempfile.TemporaryDirectory(prefix="rejoinder-rehearsal-") as folder:
                self.rehearse_in(Path(folder))

    def rehearse_in(self, folder: Path) -> None:
        """Run the same command with settings and a database made for it. Raises CommandError."""
        port, other_port = free_ports(2)
        done = subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", "rehearse", "--on-stage", str(other_port)],
            cwd=settings.BASE_DIR,
            env=environment_for(folder, port, other_port),
            check=False,
        )
        if done.returncode:
            raise CommandError("Not everything happened as it should.")

    def rehearse(self, port: int) -> None:
        call_command("firstrun", stdout=StringIO())
        SiteSettings.objects.update_or_create(
            pk=1, defaults={"comment_policy": "publish", "linkback_policy": "publish_verified"}
        )
        author = get_user_model().objects.filter(is_superuser=True).first()
        with other_blog(port) as other, served():
            stage = Stage(other, author)
            wrong = [act for act in ACTS if not self.play(act, stage)]
        if wrong:
            raise CommandError(f"{len(wrong)} of {len(ACTS)} did not happen as they should.")
        self.stdout.write(f"All {len(ACTS)} happened as they should.")

    def play(self, act: Act, stage: Stage) -> bool:
        try:
            happened = act.play(stage)
        except FetchError as error:
            happened = str(error.reason)
        is_right = happened == act.expected
        mark = "ok   " if is_right else "WRONG"
        self.stdout.write(f"{mark} {act.name:<50} {act.expected:<24} {happened}")
        self.stdout.flush()
        return is_right


def free_ports(number: int) -> list[int]:
    """Return ports of this machine that nobody listens on."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def environment_for(folder: Path, port: int, other_port: int) -> dict[str, str]:
    """Return an environment in which the site is a small one of its own in `folder`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DATA_DIR": str(folder),
        "DEMO": "0",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SITE_LIVE": "on",
        "RATE_LIMITS": "off",
        "FETCH_ALLOW_HOSTS": f"127.0.0.1:{other_port}",
        "WEB_WORKERS": "1",
    }
