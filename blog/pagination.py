"""Pages of long lists, of which a database puts nothing in order but ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.core.paginator import EmptyPage, Page, Paginator
from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import cached_property

if TYPE_CHECKING:
    from blog.models import Post

Rows = TypeVar("Rows", bound=QuerySet)

MOST_ROWS = 2**31
# A million rows take a database up to a second to count, and nobody reads the figure to the last.
MOST_COUNTED = 10_000


def count_up_to_most(*lists: QuerySet) -> list[int]:
    """Return how many rows each of `lists` has, or MOST_COUNTED + 1 where it has more than that.

    In one query, whatever tables they are of: Django would need one for each.
    """
    if not lists:
        return []
    counts: list[str] = []
    params: list[Any] = []
    for rows in lists:
        try:
            sql, values = rows.order_by().values("pk")[: MOST_COUNTED + 1].query.sql_with_params()
        except EmptyResultSet:
            sql, values = "SELECT 1 LIMIT 0", ()
        counts.append(f"(SELECT COUNT(*) FROM ({sql}) counted)")  # noqa: S608
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", params)
        return list(cursor.fetchone())


def part_of(rows: Rows, start: int, stop: int) -> Rows:
    """Return rows[start:stop] in their order, found by their ids alone.

    To sort whole rows with their long texts takes a database up to a hundred times as long. What
    else `rows` carries, such as annotations, is left behind.
    """
    ids = rows.values("pk")[start:stop]
    found = rows.model._default_manager.filter(pk__in=ids)
    return cast("Rows", found.order_by(*rows.query.order_by))


class BoundedPaginator(Paginator):
    """Counts no further than MOST_COUNTED, and has pages of no more; `is_cut` tells of others."""

    object_list: QuerySet

    @cached_property
    def _counted(self) -> int:
        [number] = count_up_to_most(self.object_list)
        return number

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED)

    @property
    def is_cut(self) -> bool:
        return self._counted > MOST_COUNTED


class LongRowsPaginator(BoundedPaginator):
    """A paginator for rows with long texts, whatever is searched for in them: the ids come with a
    query of their own, so that no database looks twice into the texts."""

    def page(self, number: int | str) -> Page:
        """Return page `number`, from 1 on. Raises InvalidPage where there is none."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        ids = list(self.object_list.values_list("pk", flat=True)[start : start + self.per_page])
        return Page(self.object_list.filter(pk__in=ids), number, self)


@dataclass(frozen=True)
class PostPage:
    """A page of a list of posts, from 1 on. How many there are in all nobody counts: in a long
    blog that takes longer than the page."""

    posts: Sequence[Post]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next


# From the first to the one after the last, counted from 0, to these posts of a list.
ReadPosts = Callable[[int, int], Sequence["Post"]]


def read_page(read: ReadPosts, number: int, size: int) -> PostPage:
    """Return page `number` of a list. Raises EmptyPage past the last one, but for the first."""
    start = (number - 1) * size
    # A database takes no greater number, and no blog has so many posts.
    posts = read(start, start + size + 1) if start < MOST_ROWS else []
    if not posts and number > 1:
        raise EmptyPage
    return PostPage(posts[:size], number, has_next=len(posts) > size)
