"""Pages of posts in one query, their total included."""

from __future__ import annotations

from django.core.paginator import EmptyPage, Page, Paginator

from blog.querysets import PostQuerySet


class PostPaginator(Paginator):
    """A paginator that reads the total with the rows of the page that is asked for."""

    object_list: PostQuerySet

    def page(self, number: int | str) -> Page:
        """Return page `number`, from 1 on. Raises EmptyPage past the last one."""
        number = int(number)
        start = (number - 1) * self.per_page
        rows = list(self.object_list.with_total()[start : start + self.per_page])
        if not rows and number > 1:
            raise EmptyPage
        self.count = rows[0].total if rows else 0
        return Page(rows, number, self)
