"""Tells whether another process of this installation still lives, by a lock that dies with it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class Presence:
    """A locked file under `folder` for as long as this process lives.

    The kernel drops the lock however the process ends, so no clock and no process id, which may
    be another's in a container, has to be believed. The file appears under its name when it is
    locked already.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / name

    def __enter__(self) -> Presence:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(f".{self.path.name}")
        self._descriptor = os.open(draft, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        draft.rename(self.path)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.path.unlink(missing_ok=True)
        os.close(self._descriptor)


def split_by_life(folder: Path) -> tuple[set[str], set[str]]:
    """Return the names of those that live and of those that died without a farewell.

    Whoever is in neither set runs on another machine, or ended in peace.
    """
    living: set[str] = set()
    dead: set[str] = set()
    for path in folder.glob("[!.]*"):
        (living if _is_locked(path) else dead).add(path.name)
    return living, dead


def _is_locked(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
