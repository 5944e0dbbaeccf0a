"""A second process that is a step ahead: what is made there is worked up here meanwhile."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Generator, Iterator
from typing import Any, TypeVar

from config.processes import end_with_parent

# A copy of this process, with all that it has read: nothing of it has to be sent over.
_processes = multiprocessing.get_context("fork")

Step = TypeVar("Step")


class Lost(Exception):
    """The other process was ended from outside."""


def ahead(steps: Iterator[Step]) -> Generator[Step]:
    """Yield what `steps` yields in another process, which must not touch the database there.

    Raises what is raised there, and Lost.
    """
    here, there = _processes.Pipe(duplex=False)
    process = _processes.Process(target=_make, args=(steps, here, there, os.getpid()), daemon=True)
    process.start()
    # With the last end of its own the other process takes along all hope for more.
    there.close()
    try:
        while (step := _next(here, process)) is not None:
            if isinstance(step, Exception):
                raise step
            yield step
    finally:
        process.kill()
        process.join()
        here.close()


def _make(steps: Iterator[Any], here: Any, there: Any, parent: int) -> None:
    end_with_parent(parent)
    here.close()
    try:
        for step in steps:
            there.send(step)
        there.send(None)
    except Exception as error:
        there.send(error)


def _next(here: Any, process: Any) -> Any:
    try:
        return here.recv()
    except (EOFError, OSError):  # the latter where it was ended in the midst of a step
        process.join()
        code = process.exitcode
        raise Lost(f"The process that invents was ended by {code}.") from None
