"""How much has appeared in each month: what is kept of it, and what little that leaves open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import accumulate, pairwise
from typing import Any

from django.db import connection

from blog.listing.models import PostMonth
from blog.models import Post

_LEAST = timedelta(microseconds=1)
_COUNTS = """
    SELECT span.column1, (
        SELECT count(*) FROM {posts} WHERE kind = 'post' AND status = 'published'
        AND published_at >= span.column2 AND published_at < span.column3
    ) FROM (VALUES {spans}) AS span
"""


@dataclass(frozen=True)
class Month:
    """`count` posts have appeared in a month of some zone; see PostMonth for its `number`."""

    number: int
    count: int

    @property
    def year(self) -> int:
        return self.number // 12

    @property
    def month(self) -> int:
        return self.number % 12 + 1


def begin_of(number: int, zone: tzinfo) -> datetime:
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=zone)


def months_until(now: datetime, zone: tzinfo = UTC) -> list[Month]:
    """Return the months of `zone` in which anything had appeared by `now`, the newest first.

    Two queries. What is kept is of months of UTC, and of posts to come as well: only those that
    stand between its bounds and the true ones are counted.
    """
    kept = dict(
        PostMonth.objects.filter(posts__gt=0).order_by("month").values_list("month", "posts")
    )
    numbers = sorted({near for number in kept for near in range(number - 1, number + 3)})
    begun = [number for number in numbers if begin_of(number, zone) <= now]
    # The first month to come stands for what is still to appear in the present one.
    numbers = numbers[: len(begun) + 1]
    bounds = [min(begin_of(number, zone), now + _LEAST) for number in numbers]
    starts = [begin_of(number, UTC) for number in numbers]
    parts = zip(
        numbers,
        _sums_before(numbers, kept),
        _count_between(list(zip(starts, bounds, strict=True))),
        strict=True,
    )
    totals = {number: before + off for number, before, off in parts}
    found = [
        Month(number, totals[after] - totals[number])
        for number, after in pairwise(numbers)
        if after == number + 1
    ]
    return [month for month in reversed(found) if month.count]


def _sums_before(numbers: Sequence[int], kept: dict[int, int]) -> list[int]:
    """Return how many are kept of months before each of `numbers`, which rise."""
    return [0, *accumulate(kept.get(number, 0) for number in numbers)][: len(numbers)]


def _count_between(pairs: Sequence[tuple[datetime, datetime]]) -> list[int]:
    """Return how many posts have a date from one moment to the other, exclusive; where these
    are the wrong way round, as a negative number.
    """
    open_pairs = [(n, min(pair), max(pair)) for n, pair in enumerate(pairs) if pair[0] != pair[1]]
    counts = [0] * len(pairs)
    if not open_pairs:
        return counts
    adapt: Callable[[datetime], Any] = connection.ops.adapt_datetimefield_value
    values = [part for n, start, end in open_pairs for part in (n, adapt(start), adapt(end))]
    spans = ", ".join(["(%s, %s, %s)"] * len(open_pairs))
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(posts=Post._meta.db_table, spans=spans), values)
        for n, count in cursor.fetchall():
            counts[n] = count if pairs[n][0] < pairs[n][1] else -count
    return counts
