"""The post or page at an address as readers see it: the one question that every visit asks."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from blog.models import Post
from blog.prepared import Given, Prepared, given_moment
from blog.querysets import period_of

_post = Prepared(
    lambda: (
        Post.objects.posts()
        .dated(given_moment("start"), given_moment("end"))
        .published(given_moment())
        .filter(slug=Given("slug", models.CharField()))
        .for_display()[:1]
    )
)
_page = Prepared(
    lambda: (
        Post.objects.pages()
        .published(given_moment())
        .filter(path=Given("path", models.CharField()))
        .for_display()[:1]
    )
)


def published_post(year: int, month: int, day: int, slug: str) -> Post | None:
    """Return the post with this permalink, if everyone may read it now. Raises ValueError where
    there is no such date.
    """
    start, end = period_of(year, month, day)
    return _post.first(now=timezone.now(), start=start, end=end, slug=slug)


def published_page(path: str) -> Post | None:
    """Return the page at `path`, if everyone may read it now."""
    return _page.first(now=timezone.now(), path=path)
