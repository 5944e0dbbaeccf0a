"""Jobs for tests of the worker: each leaves lines in a file."""

import os
import threading
import time
from pathlib import Path

from django_tasks import task


def lines(path):
    path = Path(path)
    return path.read_text().splitlines() if path.exists() else []


def note(path, line):
    with Path(path).open("a") as file:
        file.write(f"{line}\n")


@task()
def write_down(path, line):
    note(path, line)


@task()
def fail(path):
    note(path, "tried")
    raise ValueError("no luck\nand a second line")


@task()
def hang_the_first_time(path):
    note(path, f"began {os.getpid()}")
    if len(lines(path)) == 1:
        threading.Event().wait()
    note(path, "done")


def tick():
    """A periodic job of tests.config.small_site; the file is named by the environment."""
    if "TICK_FILE" in os.environ:
        note(os.environ["TICK_FILE"], f"tick {int(time.time())}")


def broken_tick():
    raise ValueError("never mind")
