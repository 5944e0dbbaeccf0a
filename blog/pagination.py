"""Pages of long lists, of which a database puts nothing in order but ids."""

from __future__ import annotations

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet

from blog.querysets import PostQuerySet


def part_of(rows: QuerySet, start: int, stop: int) -> QuerySet:
    """Return rows[start:stop], found by their ids.

    To sort whole rows with their long texts takes a database up to a hundred times as long.
    """
    return rows.filter(pk__in=rows.values("pk")[start:stop])


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


class PostPaginator(Paginator):
    """A paginator that reads the total with the rows of the page that is asked for: one query."""

    object_list: PostQuerySet

    def page(self, number: int | str) -> Page:
        """Return page `number`, from 1 on. Raises EmptyPage past the last one."""
        number = int(number)
        start = (number - 1) * self.per_page
        rows = list(part_of(self.object_list.with_total(), start, start + self.per_page))
        if not rows and number > 1:
            raise EmptyPage
        self.count = rows[0].total if rows else 0
        return Page(rows, number, self)
