"""Whole installations of the site, in real processes, each with a folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def is_running(pid):
    """Is there such a process? One that only waits to be buried does not count."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def descendants(pid):
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [pid for child in map(int, children) for pid in (child, *descendants(child))]


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    except FileNotFoundError:
        return ""


class Installation:
    """Commands of a site whose data is under `folder`; what it starts is ended by end()."""

    def __init__(self, folder, **variables):
        self.folder = folder
        self.port = free_port()
        self.started = []
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "DATA_DIR": str(folder / "data"),
            "PORT": str(self.port),
            "SECRET_KEY": "only-for-tests",
            "DJANGO_SETTINGS_MODULE": "tests.config.small_site",
        } | variables

    def run(self, *arguments, **variables):
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment | variables, text=True,
            capture_output=True, stdin=subprocess.DEVNULL, timeout=300, check=False,
        )  # fmt: skip

    def must_run(self, *arguments, **variables):
        done = self.run(*arguments, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def shell(self, code):
        return self.must_run("shell", "--no-imports", "-c", code)

    def enqueue(self, job, *arguments):
        self.shell(
            f"from tests.config import sample_jobs as jobs; jobs.{job}.enqueue(*{arguments})"
        )

    def start(self, *arguments, **variables):
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment | variables, stdin=subprocess.DEVNULL,
            stdout=(self.folder / "output").open("a"), stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.started.append(process)
        return process

    def output(self):
        return (self.folder / "output").read_text()

    def wait_for_output(self, text):
        wait_until(lambda: text in self.output())

    def end(self):
        for process in self.started:
            below = descendants(process.pid)
            process.kill()
            process.wait()
            for pid in filter(is_running, below):
                os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory):
    """Copies of a migrated database: call it with a folder, get the value of DATABASE_URL."""
    copies = _postgresql_copies if "TEST_DATABASE_URL" in os.environ else _sqlite_copies
    with copies(tmp_path_factory.mktemp("site")) as copy:
        yield copy


@contextmanager
def _sqlite_copies(original):
    Installation(original).must_run("migrate", "-v0")

    def copy(folder):
        target = folder / "data" / "blog.sqlite3"
        target.parent.mkdir(exist_ok=True)
        shutil.copy(original / "data" / "blog.sqlite3", target)
        return f"sqlite:///{target}"

    yield copy


@contextmanager
def _postgresql_copies(original):
    import psycopg

    base, name = os.environ["TEST_DATABASE_URL"].rsplit("/", 1)
    made = []

    def create(template):
        database = f"{name}_site_{os.getpid()}_{len(made)}"
        connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        made.append(database)
        return f"{base}/{database}"

    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        url = create("template0")
        Installation(original, DATABASE_URL=url).must_run("migrate", "-v0")
        yield lambda _folder: create(made[0])
        for database in made:
            connection.execute(f'DROP DATABASE "{database}" WITH (FORCE)')


@pytest.fixture(scope="session")
def static_files(tmp_path_factory):
    """What `firstrun` collects on every host of its own."""
    made = Installation(tmp_path_factory.mktemp("static"))
    made.must_run("collectstatic", "--no-input", "-v0")
    return made.folder / "data" / "static"


@pytest.fixture
def installation(tmp_path, empty_database):
    """A migrated site without content."""
    made = Installation(tmp_path, DATABASE_URL=empty_database(tmp_path))
    yield made
    made.end()


@pytest.fixture
def bare_installation(tmp_path):
    """A site before its first command: nothing but an empty folder (SQLite always)."""
    made = Installation(tmp_path)
    yield made
    made.end()
