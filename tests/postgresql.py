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
    with temporary_server(programs) as url:
        return run_tests(url, arguments)


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


@contextmanager
def temporary_server(programs):
    """Yield the address of a database on a server that lives as long as this block."""
    owner, us = unprivileged_user(), os.getpid()
    folder = Path(tempfile.mkdtemp(prefix="rejoinder-postgresql-"))
    try:
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = (
            {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
        )
        init = [programs / "initdb", "-D", folder / "data", "-U", ROLE, "--auth=trust", "--no-sync",
                "--encoding=UTF8", "--locale=C.UTF-8"]  # fmt: skip
        subprocess.run(init, cwd=folder, check=True, capture_output=True, **as_owner)
        port = free_port()
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                server_command(programs, folder, port), cwd=folder, stdout=log, stderr=log,
                preexec_fn=lambda: end_with_parent(us), **as_owner,  # noqa: PLW1509
            )  # fmt: skip
        try:
            wait_for(server, port, folder / "log")
            yield f"postgres://{ROLE}@127.0.0.1:{port}/{ROLE}"
        finally:
            server.send_signal(signal.SIGINT)  # does not wait for its clients
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def server_command(programs, folder, port):
    options = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *FOR_SPEED]
    return [
        programs / "postgres", "-D", folder / "data",
        *(part for option in options for part in ("-c", option)),
    ]  # fmt: skip


def unprivileged_user():
    """PostgreSQL refuses to run as root: return whom to run it as, or None for ourselves."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def wait_for(server, port, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(f"postgres://{ROLE}@127.0.0.1:{port}/postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
