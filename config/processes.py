"""Keeps programs running: restarts what ends, passes signals on, leaves no orphan."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import IO

logger = logging.getLogger(__name__)

_PR_SET_PDEATHSIG = 1
_M_ARENA_MAX = -8
FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
# A program that ran this long was well: its next end is not counted with the earlier ones.
STEADY_SECONDS = 60.0
WATCH_SECONDS = 0.1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def share_one_heap() -> None:
    """Have all threads to come take their memory from one heap (glibc only).

    By default each has one of its own, whose gaps the others cannot fill.
    """
    if _libc is not None and hasattr(_libc, "mallopt"):
        _libc.mallopt(_M_ARENA_MAX, 1)


def return_free_memory() -> None:
    """Give the system back what this process freed and holds for later (glibc only): some ms."""
    if _libc is not None and hasattr(_libc, "malloc_trim"):
        _libc.malloc_trim(0)


def end_with_parent(parent: int) -> None:
    """Have the kernel end this process once its `parent` is gone, even by kill -9 (Linux only)."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


@dataclass
class Program:
    """One command that should always run; `reloads` where it understands SIGHUP itself.

    What it says goes to `output`, or to where this process's own words go.
    """

    name: str
    command: Sequence[str]
    reloads: bool = False
    output: IO[bytes] | None = None
    process: subprocess.Popen | None = None
    failures: int = 0
    started_at: float = 0.0
    start_at: float = 0.0

    @property
    def runs(self) -> bool:
        return self.process is not None

    def start(self) -> None:
        parent = os.getpid()
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            stdout=self.output,
            stderr=self.output,
            process_group=0,
            preexec_fn=lambda: end_with_parent(parent),  # noqa: PLW1509
        )

    def reap(self) -> int | None:
        """Return the exit code of a program that has ended since, and plan its next start."""
        if self.process is None or self.process.poll() is None:
            return None
        code = self.process.returncode
        self._kill_group()
        self.process = None
        lived = time.monotonic() - self.started_at
        self.failures = 1 if lived > STEADY_SECONDS else self.failures + 1
        delay = min(FIRST_DELAY * 2 ** (self.failures - 1), LONGEST_DELAY)
        self.start_at = time.monotonic() + delay
        return code

    def signal(self, number: int) -> None:
        if self.process is not None:
            self.process.send_signal(number)

    def kill(self) -> None:
        """End the program and everything that it started, now."""
        if self.process is not None:
            self._kill_group()
            self.process.wait()
            self.process = None

    def _kill_group(self) -> None:
        """What a killed program had started itself is still in its group."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return


class Supervisor:
    """Runs programs until it is told to stop by SIGTERM or SIGINT.

    SIGHUP is passed on to those that reload by it; the others are restarted. Programs get
    `grace` seconds to end in peace. `watch` is called again and again until it returns true.
    Must run in the main thread, which receives the signals, and in a process without others:
    a fork beside a running thread may hang.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        grace: float = 25.0,
        watch: Callable[[], bool] = lambda: True,
    ) -> None:
        self.programs = programs
        self.grace = grace
        self._watch = watch
        self._watched = False
        # A SimpleQueue may be written from a signal handler while the main thread reads it.
        self._signals: SimpleQueue[int] = SimpleQueue()

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, lambda received, _frame: self._signals.put(received))
        try:
            while self._step() not in {signal.SIGTERM, signal.SIGINT}:
                pass
            self._stop()
        finally:
            for program in self.programs:
                program.kill()

    def _step(self) -> int | None:
        self._start_what_is_due()
        received = self._wait(self._seconds_to_next_step())
        if received == signal.SIGHUP:
            for program in self.programs:
                program.signal(signal.SIGHUP if program.reloads else signal.SIGTERM)
        for program in self.programs:
            code = program.reap()
            if code is not None:
                wait = max(program.start_at - time.monotonic(), 0)
                logger.warning(
                    "%s ended (%s), starts again in %.1f s", program.name, _how(code), wait
                )
        return received

    def _start_what_is_due(self) -> None:
        for program in self.programs:
            if not program.runs and program.start_at <= time.monotonic():
                program.start()

    def _seconds_to_next_step(self) -> float | None:
        self._watched = self._watched or self._watch()
        waiting = [
            program.start_at - time.monotonic() for program in self.programs if not program.runs
        ]
        if not self._watched:
            waiting.append(WATCH_SECONDS)
        return max(min(waiting), 0) if waiting else None

    def _wait(self, seconds: float | None) -> int | None:
        try:
            return self._signals.get(timeout=seconds)
        except Empty:
            return None

    def _stop(self) -> None:
        """Ask every program to end; a second SIGTERM or SIGINT ends the patience."""
        for program in self.programs:
            program.signal(signal.SIGTERM)
        deadline = time.monotonic() + self.grace
        while any(program.runs for program in self.programs):
            received = self._wait(max(deadline - time.monotonic(), 0))
            if received in {None, signal.SIGTERM, signal.SIGINT}:
                return
            for program in self.programs:
                program.reap()


def _how(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"
