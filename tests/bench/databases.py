"""The databases that sites are measured on: made for it, and dropped afterwards."""

import os
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from tests import postgresql
from tests.bench.processes import cpu_of


class SQLite:
    name = "SQLite"

    @contextmanager
    def database(self, folder, name, *, is_kept=False):
        """Yield DATABASE_URL of a database that lies in `folder` and goes with it."""
        yield f"sqlite:///{folder / 'blog.sqlite3'}"

    def server_cpu(self, url):
        """The library works within the site's own processes."""
        return {}


class PostgreSQL:
    """Databases beside the one that `url` names."""

    name = "PostgreSQL"

    def __init__(self, url):
        self._server, self._name = url.rsplit("/", 1)

    @contextmanager
    def database(self, folder, name, *, is_kept=False):
        """Yield DATABASE_URL of a new database, dropped at the end; or of the one kept before."""
        full = f"{self._name}_{name}" if is_kept else f"{self._name}_{name}_{os.getpid()}"
        if not (is_kept and self._has(full)):
            self._run(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(full)))
        try:
            yield f"{self._server}/{full}"
        finally:
            if not is_kept:
                self._run(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(full)))

    def server_cpu(self, url):
        """Return the CPU seconds of each server process of that database, by its pid.

        Nothing where the server runs on another machine.
        """
        rows = self._run(
            "SELECT pid FROM pg_stat_activity WHERE datname = %s", [url.rsplit("/", 1)[1]]
        )
        return {pid: cpu_of(pid) for (pid,) in rows if _is_postgres(pid)}

    def query(self, url, statement):
        """Return what `statement` yields in the database of `url`: first column -> second."""
        with psycopg.connect(url) as connection:
            return dict(connection.execute(statement).fetchall())

    def _has(self, name):
        return bool(self._run("SELECT 1 FROM pg_database WHERE datname = %s", [name]))

    def _run(self, statement, values=None):
        with psycopg.connect(f"{self._server}/postgres", autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []


def spent_since(before, after):
    """Return the CPU seconds between two answers of server_cpu; a new process began at nought."""
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())


def _is_postgres(pid):
    with suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().startswith("postgres")
    return False


@contextmanager
def databases(names):
    """Yield those of SQLite and PostgreSQL that are asked for in `names` and can be had.

    BENCH_DATABASE_URL names a PostgreSQL server; without it one is started, where installed.
    """
    found = [SQLite()] if "sqlite" in names else []
    url = os.environ.get("BENCH_DATABASE_URL")
    programs = postgresql.newest_programs()
    if "postgresql" not in names or not (url or programs):
        yield found
    elif url:
        yield [*found, PostgreSQL(url)]
    else:
        with postgresql.running_server(programs, DURABLE) as server:
            yield [*found, PostgreSQL(server.url())]


# As the packages of most systems set it, which keep what was committed.
DURABLE = ["shared_buffers=128MB"]
