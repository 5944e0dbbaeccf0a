"""Selection of posts and pages: who may see what, and in which order."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from blog.models import Category


class PostQuerySet(models.QuerySet):
    def posts(self) -> PostQuerySet:
        return self.filter(kind="post")

    def pages(self) -> PostQuerySet:
        return self.filter(kind="page")

    def published(self) -> PostQuerySet:
        """Posts and pages that everyone may read now; a scheduled one joins when its time comes."""
        return self.filter(status="published", published_at__lte=timezone.now())

    def scheduled(self) -> PostQuerySet:
        return self.filter(status="published", published_at__gt=timezone.now())

    def drafts(self) -> PostQuerySet:
        return self.filter(status="draft")

    def listed(self) -> PostQuerySet:
        """Published posts, newest first: what lists, feeds and the sitemap show."""
        return self.posts().published().order_by("-published_at", "-pk")

    def sticky_first(self) -> PostQuerySet:
        return self.order_by("-is_sticky", "-published_at", "-pk")

    def for_lists(self) -> PostQuerySet:
        """Everything that a list of posts prints, in a fixed number of queries."""
        return self.select_related("author").prefetch_related("categories", "tags")

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
        """Posts of a year, month or day in the site's zone. Raises ValueError on a bad date."""
        start, end = _period(year, month, day)
        return self.filter(published_at__gte=start, published_at__lt=end)

    def at_address(self, year: int, month: int, day: int, slug: str) -> PostQuerySet:
        """The post with this permalink: the inverse of Post.get_absolute_url."""
        return self.posts().published_in(year, month, day).filter(slug=slug)

    def menu(self) -> PostQuerySet:
        """Pages that the site's header links to."""
        return (
            self.pages()
            .published()
            .filter(in_menu=True)
            .order_by("menu_order", "title", "pk")
            .only("title", "kind", "path")
        )


def _period(year: int, month: int | None, day: int | None) -> tuple[datetime, datetime]:
    first = date(year, month or 1, day or 1)
    if day:
        after = first + timedelta(days=1)
    elif month:
        after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    else:
        after = date(year + 1, 1, 1)
    zone = ZoneInfo(settings.TIME_ZONE)
    return (
        datetime(first.year, first.month, first.day, tzinfo=zone),
        datetime(after.year, after.month, after.day, tzinfo=zone),
    )
