"""Pure: how unevenly things are spread: a few have much, most have little, some a great deal."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from math import exp
from random import Random

# The first ranks are flattened (Zipf and Mandelbrot): else one post would have a tenth of all.
_SHIFT = 10
_SLOPE = 0.75


class Zipf:
    """Ranks from 0 on, of which each is picked less often than the one before."""

    def __init__(self, size: int, *, slope: float = 1.0):
        self._limits = list(accumulate((rank + 1) ** -slope for rank in range(size)))

    def pick(self, rng: Random) -> int:
        return bisect(self._limits, rng.random() * self._limits[-1])


def shares(total: int, number: int, rng: Random) -> list[int]:
    """Cut `total` into `number` uneven parts, in no order; their sum is `total`."""
    weights = [(rank + _SHIFT) ** -_SLOPE for rank in range(number)]
    rng.shuffle(weights)
    ends = list(accumulate(weights))
    cuts = [int(total * end / ends[-1]) for end in ends[:-1]]
    cuts = [*cuts, total] if number else []
    return [cut - before for before, cut in zip([0, *cuts], cuts, strict=False)]


@dataclass(frozen=True)
class Lengths:
    """Numbers of words as texts have them: half are below `median`, few are far above it.

    `spread` is that of the logarithm: with 0.9 one of forty is six times as long as the median.
    """

    median: int
    spread: float
    most: int

    def pick(self, rng: Random) -> int:
        return min(self.most, max(1, round(self.median * exp(rng.gauss(0, self.spread)))))
