"""A second process that is a few steps ahead: what is made there is worked up here meanwhile."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Generator, Iterator
from queue import Empty
from typing import Any, TypeVar

from config.processes import end_with_parent

# Made and not yet taken; each may be large.
_MOST_WAITING = 2
_LOOK_SECONDS = 1.0
# A copy of this process, with all that it has read: nothing of it has to be sent over.
_processes = multiprocessing.get_context("fork")

Step = TypeVar("Step")


class Lost(Exception):
    """The other process was ended from outside."""


def ahead(steps: Iterator[Step]) -> Generator[Step]:
    """Yield what `steps` yields in another process, which must not touch the database there.

    Raises what is raised there, and Lost.
    """
    waiting: Any = _processes.Queue(_MOST_WAITING)
    process = _processes.Process(target=_make, args=(steps, waiting, os.getpid()), daemon=True)
    process.start()
    try:
        while (step := _next(waiting, process)) is not None:
            if isinstance(step, Exception):
                raise step
            yield step
    finally:
        process.kill()
        process.join()


def _make(steps: Iterator[Any], waiting: Any, parent: int) -> None:
    end_with_parent(parent)
    try:
        for step in steps:
            waiting.put(step)
        waiting.put(None)
    except Exception as error:
        waiting.put(error)


def _next(waiting: Any, process: Any) -> Any:
    while True:
        try:
            return waiting.get(timeout=_LOOK_SECONDS)
        except Empty:
            if not process.is_alive() and waiting.empty():
                code = process.exitcode
                raise Lost(f"The process that invents was ended by {code}.") from None
