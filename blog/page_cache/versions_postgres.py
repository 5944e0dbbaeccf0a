"""Reads versions from PostgreSQL below Django's cursors, whose work costs more than the answer."""

from __future__ import annotations

import threading
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from psycopg.pq import ExecStatus

from blog.page_cache.versions import CLOCK_SQL, Versions

_PREPARED = b"clock"


class PostgresVersions(Versions):
    """One connection of its own for the process, and one question for all who wait.

    Whoever comes while the clock is being asked must not take that answer, which may be older than
    her request: the next one is for her, and for all who came with her.
    """

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._is_asking = False
        self._begun = self._done = 0
        self._answer = 0
        self._wire = threading.Lock()
        self._connection: Any = None

    def clock(self) -> int:
        with self._turn:
            mine = self._begun + 1
            while self._is_asking:
                self._turn.wait()
                if self._done >= mine:
                    return self._answer
            self._is_asking = True
            self._begun += 1
        answer = None
        try:
            answer = super().clock()
            return answer
        finally:
            with self._turn:
                self._is_asking = False
                if answer is not None:
                    self._done, self._answer = self._begun, answer
                self._turn.notify_all()

    def close(self) -> None:
        with self._wire:
            self._hang_up()

    def _first(self, sql: str) -> tuple[int, ...]:
        with self._wire:
            try:
                return self._ask(sql)
            except DatabaseError:
                # A connection that lay idle may have been cut: a new one tells.
                self._hang_up()
                return self._ask(sql)

    def _ask(self, sql: str) -> tuple[int, ...]:
        try:
            if self._connection is None:
                self._connection = _connect()
            wire = self._connection.pgconn
            is_clock = sql is CLOCK_SQL
            result = wire.exec_prepared(_PREPARED, []) if is_clock else wire.exec_(sql.encode())
        except psycopg.Error as error:
            raise DatabaseError(str(error)) from error
        if result.status != ExecStatus.TUPLES_OK:
            raise DatabaseError(result.error_message.decode(errors="replace"))
        if not result.ntuples:
            return 0, 0
        return tuple(int(result.get_value(0, column) or 0) for column in range(result.nfields))

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _connect() -> Any:
    """Return a connection that has the question for the clock prepared."""
    parameters = connections[DEFAULT_DB_ALIAS].get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    connection = psycopg.connect(**parameters, autocommit=True)
    connection.pgconn.prepare(_PREPARED, CLOCK_SQL.encode())
    return connection
