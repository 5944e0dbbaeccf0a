"""How scenes are played: side by side, each stopping where the worker has something to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

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

    They share each wait, so that many take no longer than the longest one.
    """
    rows: list[list[Row]] = [[] for _ in scenes]
    running = list(range(len(scenes)))
    while running:
        running = [number for number in running if _goes_on(scenes[number], rows[number])]
        if running:
            wait()
    return [row for found in rows for row in found]


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
