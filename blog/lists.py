"""The lists of posts that have a page, and feeds of their own: what is in each and what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.formats import date_format

from blog.addresses import address
from blog.listing.reading import posts_of
from blog.models import Category, Post, Tag
from blog.pagination import ReadPosts, part_of
from blog.prepared import Prepared, given_moment
from blog.querysets import PostQuerySet


@dataclass(frozen=True)
class PostList:
    """`read` returns a part of its posts. `address` is the path of its first page. `kind` is
    "home", "category", "tag", "author", "year", "month" or "day"; `heading` is empty for home
    alone. A list that is not `lasting` does not exist while it is empty."""

    kind: str
    read: ReadPosts
    address: str
    heading: str = ""
    description: str = ""
    lasting: bool = True


# From the parts of an address to the list; raises ObjectDoesNotExist where there is none.
FindList = Callable[..., PostList]


def newest() -> PostList:
    def read(start: int, stop: int) -> list[Post]:
        return _newest.rows(start, stop, now=timezone.now())

    return PostList("home", read, address("blog:home"))


def in_category(path: str) -> PostList:
    """The posts of a category and of those below it."""
    category = Category.objects.get(path=path)
    return PostList(
        "category",
        partial(posts_of, category),
        category.get_absolute_url(),
        category.name,
        category.description,
    )


def with_tag(slug: str) -> PostList:
    tag = Tag.objects.get(slug=slug)
    return PostList(
        "tag",
        partial(posts_of, tag),
        tag.get_absolute_url(),
        tag.name,
        tag.description,
    )


def by_author(slug: str) -> PostList:
    """The posts of the user `slug`. Whoever has written nothing is as unknown as anybody."""
    author = get_user_model().objects.get(username=slug)
    return PostList(
        "author",
        _plain(Post.objects.listed().filter(author=author)),
        address("blog:author", slug),
        author.get_full_name() or author.get_username(),
        lasting=False,
    )


def in_period(year: int, month: int | None = None, day: int | None = None) -> PostList:
    """The posts of a year, a month or a day in the site's zone."""
    try:
        posts = Post.objects.published_in(year, month, day).listed()
    except ValueError as error:
        raise Post.DoesNotExist from error
    given = {"year": year, "month": month, "day": day}
    given = {name: number for name, number in given.items() if number is not None}
    kind = list(given)[-1]
    heading = date_format(date(year, month or 1, day or 1), _PERIOD_FORMATS[kind])
    return PostList(
        kind, _plain(posts), address(f"blog:{kind}", *given.values()), heading, lasting=False
    )


_PERIOD_FORMATS = {"year": "Y", "month": "YEAR_MONTH_FORMAT", "day": "DATE_FORMAT"}


def _part(posts: PostQuerySet, start: int, stop: int) -> PostQuerySet:
    return part_of(posts, start, stop).for_display()


_newest = Prepared(lambda start, stop: _part(Post.objects.listed(given_moment()), start, stop))


def _plain(posts: PostQuerySet) -> ReadPosts:
    return lambda start, stop: list(_part(posts, start, stop))
