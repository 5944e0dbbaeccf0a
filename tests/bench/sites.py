"""Whole installations of the site with invented content, and the programs that serve them."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from config.processes import end_with_parent
from tests.bench import processes
from tests.bench.databases import spent_since

ROOT = Path(__file__).resolve().parents[2]
SITE = "config.wsgi"
BARE = "tests.bench.bare"
# The settings that every figure is given for.
WORKERS, THREADS = 2, 4
START_SECONDS = 60
COMMAND_SECONDS = 3 * 3600


@dataclass(frozen=True)
class Site:
    """A site whose data is in `folder`, and how its programs are set."""

    folder: Path
    database: object
    url: str
    port: int
    variables: dict = field(default_factory=dict)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self):
        """Nothing of this machine's own site: an empty variable counts as none."""
        names = re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
        ours = {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.url,
            "PORT": str(self.port),
            "WEB_WORKERS": str(WORKERS),
            "WEB_THREADS": str(THREADS),
            "RATE_LIMITS": "off",
            "SECRET_KEY": "only-for-measuring",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        return os.environ | dict.fromkeys(names, "") | ours | self.variables

    def at(self, port, **variables):
        """The same data, served elsewhere or set otherwise."""
        return replace(self, port=port, variables=self.variables | variables)

    def manage(self, *arguments):
        """Run a management command and return what it printed. Raises CalledProcessError."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True,
            stdin=subprocess.DEVNULL, timeout=COMMAND_SECONDS, check=True,
        )  # fmt: skip
        return done.stdout

    def server_cpu(self):
        return self.database.server_cpu(self.url)


def make_site(database, folder, url, **variables):
    """Set up a site without content whose comments are shown at once. Raises CalledProcessError."""
    site = Site(folder, database, url, free_port(), variables)
    site.manage("firstrun")
    site.manage("configure", "comment_policy=publish")
    return site


def fill(site, *, posts, comments):
    """Fill `site` with invented content, unless it was before. Raises CalledProcessError."""
    if not (site.folder / "filled").exists():
        wanted = ("--posts", str(posts), "--comments", str(comments))
        site.manage("populate", "--no-input", *wanted)
        (site.folder / "filled").touch()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Server:
    """gunicorn, with the site's own configuration, serving `program`."""

    def __init__(self, site, program=SITE):
        us = os.getpid()
        self.site, self.address = site, site.address
        log = site.folder / f"{program}-{site.port}.log"
        with log.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", program],
                cwd=ROOT, env=site.environment, stdin=subprocess.DEVNULL, stdout=output,
                stderr=output, preexec_fn=lambda: end_with_parent(us),  # noqa: PLW1509
            )  # fmt: skip
        self._wait(log)

    @property
    def workers(self):
        return processes.children_of(self.process.pid)

    def measured(self, work):
        """Return what work() returns, a Run, with the CPU seconds that it cost."""
        cpu, backends = processes.cpu_below(self.process.pid), self.site.server_cpu()
        run = work()
        return replace(
            run,
            cpu=processes.cpu_below(self.process.pid) - cpu,
            database_cpu=spent_since(backends, self.site.server_cpu()),
        )

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _wait(self, log):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if len(self.workers) == WORKERS and is_answering(self.address):
                return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"{self.address} did not answer:\n{log.read_text()}")


@contextmanager
def serving(site, program=SITE):
    server = Server(site, program)
    try:
        yield server
    finally:
        server.stop()


def is_answering(address):
    try:
        urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
