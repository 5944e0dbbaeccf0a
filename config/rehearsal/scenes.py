"""How scenes are played: side by side, each stopping where the worker has something to do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from config.rehearsal.stage import StageBroken

IMPATIENT_SECONDS = 0.5
PROTOCOLS = ("trackback", "pingback", "webmention")


@dataclass(frozen=True)
class Row:
    """One line of the table; `happened` is told in the same words as `expected`."""

    what: str
    expected: str
    happened: str

    @property
    def is_ok(self) -> bool:
        return self.happened == self.expected


# A scene yields its rows, and PAUSE where it goes on once the worker has nothing more to do.
PAUSE = None
Scene = Iterator[Row | None]


def play(scenes: Sequence[Scene], wait: Callable[[], None]) -> list[Row]:
    """Play `scenes` to their ends and return their rows, one scene after the other.

    They share each wait, so that many take no longer than the longest one. Where a wait comes to
    no end, the last row says so, and nothing more is waited for.
    """
    rows: list[list[Row]] = [[] for _ in scenes]
    running = list(range(len(scenes)))
    broken: list[Row] = []
    while running := [number for number in running if _goes_on(scenes[number], rows[number])]:
        if broken:
            time.sleep(IMPATIENT_SECONDS)
            continue
        try:
            wait()
        except StageBroken as error:
            broken.append(Row("The worker does all its work", "yes", str(error)))
    return [row for found in (*rows, broken) for row in found]


def _goes_on(scene: Scene, rows: list[Row]) -> bool:
    """Play up to the next PAUSE; return whether there was one. What breaks a scene is a row."""
    try:
        for row in scene:
            if row is PAUSE:
                return True
            rows.append(row)
    except (OSError, ValueError) as error:
        rows.append(Row("A scene is played to its end", "yes", f"{type(error).__name__}: {error}"))
    return False
