"""How the page cache does: counted by each web process, to be read by all of this machine.

Imported before the web server forks: from then on all its processes write into the same memory.
"""

from __future__ import annotations

import mmap
import struct

# Each process has a place of its own, so that none waits for another. More processes share places.
PLACES = 64
# Counted since the server started; and what the process that has the place holds now.
COUNTED = ("hits", "misses", "again", "unchanged")
HELD = ("pages", "bytes", "evicted")
_NAMES = COUNTED + HELD
_CELL = struct.Struct("=Q")
_WIDTH = _CELL.size * len(_NAMES)
_memory = mmap.mmap(-1, PLACES * _WIDTH)


_own_place = 0


def take_place(place: int) -> None:
    """Say which place is this process's: for the web server, which numbers its processes."""
    global _own_place  # noqa: PLW0603
    _own_place = place % PLACES


def own_place() -> int:
    return _own_place


def leave_place(place: int) -> None:
    """Say that the process which had this place has ended, and holds nothing any more."""
    Figures(place % PLACES)


class Figures:
    """The figures of one process. Threads may lose a count to each other, once in a long while."""

    def __init__(self, place: int) -> None:
        self._start = place * _WIDTH
        for name in HELD:
            self.set(name, 0)

    def count(self, name: str) -> None:
        at = self._at(name)
        _CELL.pack_into(_memory, at, _CELL.unpack_from(_memory, at)[0] + 1)

    def set(self, name: str, value: int) -> None:
        _CELL.pack_into(_memory, self._at(name), value)

    def _at(self, name: str) -> int:
        return self._start + _CELL.size * _NAMES.index(name)


def totals() -> dict[str, int]:
    """Return the sums over all web processes of this machine that one server started.

    "misses" were made and "hits" were not, "unchanged" is how many of these cost nothing but a
    line; "again" had to be made twice, since something changed meanwhile.
    """
    row = struct.Struct(f"={len(_NAMES)}Q")
    rows = [row.unpack_from(_memory, place * _WIDTH) for place in range(PLACES)]
    sums = (sum(column) for column in zip(*rows, strict=True))
    return dict(zip(_NAMES, sums, strict=True))
