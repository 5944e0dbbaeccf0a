"""Selection of posts and pages: who may see what, and in which order."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone

from blog.nested import nested_rows

if TYPE_CHECKING:
    from blog.models import Category
    from blog.prepared import Given


class PostQuerySet(models.QuerySet):
    def posts(self) -> PostQuerySet:
        return self.filter(kind="post")

    def pages(self) -> PostQuerySet:
        return self.filter(kind="page")

    def published(self, now: datetime | Given | None = None) -> PostQuerySet:
        """Posts and pages that everyone may read now; a scheduled one joins when its time comes."""
        now = timezone.now() if now is None else now
        return self.filter(status="published", published_at__lte=now)

    def scheduled(self) -> PostQuerySet:
        return self.filter(status="published", published_at__gt=timezone.now())

    def dates_around(self, moment: datetime) -> tuple[datetime | None, datetime | None]:
        """The last date up to `moment` at which one of them appeared, and the next at which one
        will; of posts or of pages alone, each is found by the index of lists.
        """
        rows = self.filter(status="published").order_by("-published_at", "-pk")
        dates = rows.values_list("published_at", flat=True)
        before = dates.filter(published_at__lte=moment).first()
        return before, dates.filter(published_at__gt=moment).last()

    def drafts(self) -> PostQuerySet:
        return self.filter(status="draft")

    def private(self) -> PostQuerySet:
        return self.filter(status="private")

    def listed(self, now: datetime | Given | None = None) -> PostQuerySet:
        """Published posts, newest first: what lists, feeds and the sitemap show."""
        return self.posts().published(now).order_by("-published_at", "-pk")

    def sticky_first(self) -> PostQuerySet:
        return self.order_by("-is_sticky", "-published_at", "-pk")

    def for_display(self) -> PostQuerySet:
        """Everything that pages and feeds print of a post, in one query."""
        return self.select_related("author").annotate(
            category_rows=self._terms("categories", "name", "path"),
            tag_rows=self._terms("tags", "name", "slug"),
        )

    def _terms(self, name: str, *columns: str) -> models.Subquery:
        terms: Any = self.model._meta.get_field(name).related_model
        return nested_rows(terms.objects.filter(posts=models.OuterRef("pk")), *columns)

    def for_addresses(self) -> PostQuerySet:
        """As little as a link and its date need, of posts of which there may be many."""
        return self.only("kind", "slug", "path", "published_at", "updated_at")

    def in_category(self, category: Category) -> PostQuerySet:
        """Posts filed under `category` or below it, each once."""
        return self.filter(
            models.Exists(
                type(category).objects.filter(
                    models.Q(path=category.path) | models.Q(path__startswith=f"{category.path}/"),
                    posts=models.OuterRef("pk"),
                )
            )
        )

    def published_in(self, year: int, month: int | None = None, day: int | None = None):
        """Posts of a year, month or day in the site's zone. Raises ValueError where there is no
        such date, or none whose neighbours a database could hold.
        """
        return self.dated(*period_of(year, month, day))

    def dated(self, start: datetime | Given, end: datetime | Given) -> PostQuerySet:
        """Posts of this time. To be asked for before `published`: of two upper bounds SQLite goes
        by the first, and would walk from now back to the other.
        """
        return self.filter(published_at__gte=start, published_at__lt=end)

    def at_address(self, year: int, month: int, day: int, slug: str) -> PostQuerySet:
        """The post with this permalink: the inverse of Post.get_absolute_url."""
        return self.posts().published_in(year, month, day).filter(slug=slug)

    def menu(self, now: datetime | Given | None = None) -> PostQuerySet:
        """Pages that the site's header links to."""
        return (
            self.pages()
            .published(now)
            .filter(in_menu=True)
            .order_by("menu_order", "title", "pk")
            .only("title", "kind", "path")
        )


class TermQuerySet(models.QuerySet):
    """Categories or tags."""

    def with_post_counts(self) -> TermQuerySet:
        """Each with `post_count`: how many posts and pages carry it, drafts included."""
        return self.annotate(post_count=models.Count("posts"))

    def most_used(self) -> TermQuerySet:
        return self.with_post_counts().order_by("-post_count", "name")


def period_of(
    year: int, month: int | None = None, day: int | None = None
) -> tuple[datetime, datetime]:
    """Return where a year, month or day begins and where it has ended, in the site's zone.

    Raises ValueError where there is no such date, or none whose neighbours a database could hold.
    """
    # A month or day of 0 is one that was given: it must not count as left out.
    first = date(year, 1 if month is None else month, 1 if day is None else day)
    if not date.min.year < year < date.max.year:
        raise ValueError("year is out of range")
    if day is not None:
        after = first + timedelta(days=1)
    elif month is not None:
        after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    else:
        after = date(year + 1, 1, 1)
    zone = ZoneInfo(settings.TIME_ZONE)
    return (
        datetime(first.year, first.month, first.day, tzinfo=zone),
        datetime(after.year, after.month, after.day, tzinfo=zone),
    )
