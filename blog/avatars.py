"""Pure: a picture for each writer, drawn here from a keyed hash of her address.

Nobody else is asked for it, and without the key of this site nobody can go back from a picture to
an address. It is no proof of who wrote: whoever types an address gets its picture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hmac import HMAC

from django.conf import settings
from django.utils.crypto import salted_hmac

# The theme has a pair of colours for each number below this.
HUES = 8
# A picture is a square of 8 by 8: one quarter of it, of four tiles, is drawn four times.
SIDE = 8
_TILES = ((0, 0), (2, 0), (0, 2), (2, 2))
_SALT = "blog.avatars"

# The outline of a tile in steps of (command, x, y); an arc has the radius of the tile's side.
_Step = tuple[str, int, int]
_Outline = tuple[_Step, ...]
_SHAPES: tuple[_Outline, ...] = (
    # Quarters of a disc about each corner.
    (("M", 0, 0), ("L", 2, 0), ("A", 0, 2)),
    (("M", 2, 0), ("L", 2, 2), ("A", 0, 0)),
    (("M", 2, 2), ("L", 0, 2), ("A", 2, 0)),
    (("M", 0, 2), ("L", 0, 0), ("A", 2, 2)),
    # Leaves from corner to corner.
    (("M", 0, 0), ("A", 2, 2), ("A", 0, 0)),
    (("M", 2, 0), ("A", 0, 2), ("A", 2, 0)),
    # Halves of a square.
    (("M", 0, 0), ("L", 2, 0), ("L", 0, 2)),
    (("M", 2, 0), ("L", 2, 2), ("L", 0, 0)),
    (("M", 2, 2), ("L", 0, 2), ("L", 2, 0)),
    (("M", 0, 2), ("L", 0, 0), ("L", 2, 2)),
    # A whole one.
    (("M", 0, 0), ("L", 2, 0), ("L", 2, 2), ("L", 0, 2)),
)


# Where a step of the first quarter stands in the other three; a mirror turns its arcs round.
_Move = Callable[[int, int], tuple[int, int]]
_MIRRORS: tuple[tuple[_Move, int], ...] = (
    (lambda x, y: (x, y), 1),
    (lambda x, y: (SIDE - x, y), 0),
    (lambda x, y: (x, SIDE - y), 0),
    (lambda x, y: (SIDE - x, SIDE - y), 1),
)
_TURNS: tuple[tuple[_Move, int], ...] = (
    (lambda x, y: (x, y), 1),
    (lambda x, y: (SIDE - y, x), 1),
    (lambda x, y: (SIDE - x, SIDE - y), 1),
    (lambda x, y: (y, SIDE - x), 1),
)


@dataclass(frozen=True)
class Avatar:
    """`hue` is one of HUES; `figure` and `accent` are path data within SIDE by SIDE."""

    hue: int
    figure: str
    accent: str


def avatar_of(who: str) -> Avatar:
    """Return the picture of `who`: an address, or another name that nobody shares with others."""
    digest = _keyed(settings.SECRET_KEY).copy()
    digest.update(who.strip().casefold().encode())
    return _drawn(digest.digest()[:6])


@lru_cache(maxsize=1)
def _keyed(secret: str) -> HMAC:
    """The digest that knows the key and no address yet: to derive the key costs most of it."""
    return salted_hmac(_SALT, "", secret=secret, algorithm="sha256")


@lru_cache(maxsize=2048)
def _drawn(seed: bytes) -> Avatar:
    hue, turning, *chosen = seed
    quarters = _TURNS if turning % 2 else _MIRRORS
    tiles = [
        _four_times(_SHAPES[number % len(_SHAPES)], corner, quarters)
        for number, corner in zip(chosen, _TILES, strict=True)
    ]
    outer, right, below, inner = tiles
    return Avatar(hue % HUES, figure=right + below, accent=outer + inner)


def _four_times(
    shape: _Outline, corner: tuple[int, int], quarters: tuple[tuple[_Move, int], ...]
) -> str:
    """Return the path data of `shape` in all quarters, given its `corner` in the first."""
    left, top = corner
    return "".join(
        _step(command, *move(left + x, top + y), clockwise)
        for move, clockwise in quarters
        for command, x, y in shape
    )


def _step(command: str, x: int, y: int, clockwise: int) -> str:
    return f"A2 2 0 0 {clockwise} {x} {y}" if command == "A" else f"{command}{x} {y}"
