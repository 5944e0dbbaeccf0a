"""Pages of long lists, of which a database puts nothing in order but ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet

if TYPE_CHECKING:
    from blog.models import Post

Rows = TypeVar("Rows", bound=QuerySet)

MOST_ROWS = 2**31


def part_of(rows: Rows, start: int, stop: int) -> Rows:
    """Return rows[start:stop] in their order, found by their ids alone.

    To sort whole rows with their long texts takes a database up to a hundred times as long. What
    else `rows` carries, such as annotations, is left behind.
    """
    ids = rows.values("pk")[start:stop]
    found = rows.model._default_manager.filter(pk__in=ids)
    return cast("Rows", found.order_by(*rows.query.order_by))


class LongRowsPaginator(Paginator):
    """A paginator for rows with long texts, whatever is searched for in them: the ids come with a
    query of their own, so that no database looks twice into the texts."""

    object_list: QuerySet

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
