"""Runs the tests on PostgreSQL: the server that TEST_DATABASE_URL names, or one of its own.

`python -m tests.postgresql [pytest's arguments]`. Its own server is made of the installed
programs in a temporary folder, listens on loopback alone and is gone afterwards.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg

from config.processes import end_with_parent

ROLE = "rejoinder"
START_SECONDS = 60
FOR_SPEED = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


def main(arguments):
    url = os.environ.get("TEST_DATABASE_URL")
    if url:
        return run_tests(url, arguments)
    programs = newest_programs()
    if programs is None:
        say(
            "The tests on PostgreSQL were SKIPPED: there is no server under /usr/lib/postgresql. "
            "`apt-get install postgresql` brings one; TEST_DATABASE_URL names one elsewhere."
        )
        return 1 if os.environ.get("CI") == "true" else 0
    with running_server(programs) as server:
        return run_tests(server.url(), arguments)


def run_tests(url, arguments):
    say("The same on PostgreSQL:")
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(
        command, env=os.environ | {"TEST_DATABASE_URL": url}, check=False
    ).returncode


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def newest_programs():
    """Return the folder of the newest installed server's programs, or None."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).parent)
    return max(folders, key=version_of, default=None)


def version_of(folder):
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


class Server:
    """A server of the installed programs on data in `folder`: it can be stopped and started."""

    def __init__(self, programs, folder, options=FOR_SPEED):
        self.programs, self.folder = programs, folder
        self.port = free_port()
        self._options = [f"port={self.port}", "listen_addresses=127.0.0.1",
                         "unix_socket_directories=", *options]  # fmt: skip
        self._owner = unprivileged_user()
        self.process = None

    def url(self, database=ROLE):
        return f"postgres://{ROLE}@127.0.0.1:{self.port}/{database}"

    def make(self):
        """Make the folder for the data. Raises CalledProcessError."""
        if self._owner:
            os.chown(self.folder, self._owner.pw_uid, self._owner.pw_gid)
        init = [self.programs / "initdb", "-D", self.folder / "data", "-U", ROLE, "--auth=trust",
                "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]  # fmt: skip
        subprocess.run(init, cwd=self.folder, check=True, capture_output=True, **self._as_owner())

    def start(self):
        """Start the server and wait until it answers. Raises RuntimeError."""
        us = os.getpid()
        command = [self.programs / "postgres", "-D", self.folder / "data",
                   *(part for option in self._options for part in ("-c", option))]  # fmt: skip
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, stdout=log, stderr=log,
                preexec_fn=lambda: end_with_parent(us), **self._as_owner(),  # noqa: PLW1509
            )  # fmt: skip
        wait_for(self.process, self.url("postgres"), self.folder / "log")

    def stop(self, number=signal.SIGINT):
        """End the server, by default without waiting for its clients."""
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait()
            self.process = None

    def _as_owner(self):
        owner = self._owner
        return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}


@contextmanager
def running_server(programs, options=FOR_SPEED):
    """Yield a Server that lives, with its data, as long as this block."""
    folder = Path(tempfile.mkdtemp(prefix="rejoinder-postgresql-"))
    server = Server(programs, folder, options)
    try:
        server.make()
        server.start()
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {ROLE}")
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged_user():
    """PostgreSQL refuses to run as root: return whom to run it as, or None for ourselves."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def wait_for(process, url, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
