"""All posts in parts of some thousands, each found by its dates: for the map of the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.functional import cached_property

from blog.listing.months import Month, begin_of, months_until
from blog.models import Post
from blog.pagination import part_of


@dataclass(frozen=True)
class Part:
    """Posts from the first to the last of some months of UTC, but for the first `skipped`."""

    first: int
    last: int
    skipped: int = 0


def parts_of(months: Sequence[Month], size: int) -> Iterator[Part]:
    """Cut `months`, which rise, into parts of `size` posts at most: whole months as long as they
    fit, so that the earlier parts stay as they are while later ones grow.
    """
    held: list[Month] = []
    for month in months:
        if held and sum(each.count for each in held) + month.count > size:
            yield Part(held[0].number, held[-1].number)
            held = []
        if month.count > size:
            starts = range(0, month.count, size)
            yield from (Part(month.number, month.number, start) for start in starts)
        else:
            held.append(month)
    if held:
        yield Part(held[0].number, held[-1].number)


class MonthsPaginator(Paginator):
    """Pages of all posts that have appeared, the oldest first, as little of each as a link needs.

    To know how many there are, and to find one, takes no longer in a long blog.
    """

    def __init__(self, per_page: int) -> None:
        super().__init__(Post.objects.none(), per_page)
        self._now: datetime = timezone.now()

    @cached_property
    def _months(self) -> list[Month]:
        return months_until(self._now)[::-1]

    @cached_property
    def _parts(self) -> list[Part]:
        return list(parts_of(self._months, self.per_page))

    @cached_property
    def count(self) -> int:
        return sum(month.count for month in self._months)

    @cached_property
    def num_pages(self) -> int:
        return max(len(self._parts), 1)

    def page(self, number: int | str) -> Page:
        """Return page `number`, from 1 on. Raises InvalidPage where there is none."""
        number = self.validate_number(number)
        rows = self._rows(self._parts[number - 1]) if self._parts else []
        return Page(rows, number, self)

    def _rows(self, part: Part) -> list[Post]:
        start, end = begin_of(part.first, UTC), begin_of(part.last + 1, UTC)
        posts = Post.objects.dated(start, end).listed(self._now).order_by("published_at", "pk")
        return list(part_of(posts, part.skipped, part.skipped + self.per_page).for_addresses())
