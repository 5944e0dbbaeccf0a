"""The discussion of one post as it is read: its pages and where each comment stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db import models

from blog.addresses import RowAddress
from blog.current import site_settings
from blog.feed_formats import Printable, RssFeed
from blog.models import Post, SiteSettings
from blog.prepared import Given, Prepared, given_row
from comments.models import Comment
from comments.shown import Shown
from comments.threads import (
    PAGE_SIZE,
    PATH_STEP,
    Node,
    ThreadPage,
    as_nodes,
    cut_pages,
    page_of,
    roots_in,
)

_own_form = RowAddress("comments:create")
Order = SiteSettings.CommentOrder
ORDER_VAR = "order"
# Characters: of some 10,000 comments.
_LONGEST_KEPT = 100_000


@dataclass(frozen=True)
class Discussion:
    """One page of the discussion; `nodes` is empty where nobody has said anything yet."""

    post: Post
    order: Order
    number: int
    pages: int
    nodes: list[Node]

    @property
    def is_newest_first(self) -> bool:
        return self.order == Order.NEWEST

    @property
    def previous_url(self) -> str:
        return self._page_url(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self._page_url(self.number + 1) if self.number < self.pages else ""

    @property
    def other_order_url(self) -> str:
        """Where the same is read the other way round; empty where that makes no difference."""
        has_threads = self.pages > 1 or sum(node.depth == 1 for node in self.nodes) > 1
        other = Order.OLDEST if self.is_newest_first else Order.NEWEST
        return page_url(self.post, 1, other) if has_threads and self.post.is_live else ""

    def _page_url(self, number: int) -> str:
        return page_url(self.post, number, self.order)


class NoSuchPage(Exception):
    """The discussion has fewer pages."""


def order_of(query: Mapping[str, str]) -> Order:
    """Return the order that the query of an address asks for; else the one that the author set."""
    asked = query.get(ORDER_VAR, "")
    return Order(asked if asked in Order.values else site_settings().comment_order)


_POST = given_row("post")
_roots = Prepared(lambda: Comment.objects.filter(post=_POST).roots())
_beginning = Prepared(
    lambda is_newest_first: Comment.objects.filter(post=_POST).as_printed(
        is_newest_first=is_newest_first
    )[: PAGE_SIZE + 1]
)
_page = Prepared(
    lambda is_newest_first: Comment.objects.filter(
        post=_POST,
        path__gte=Given("start", models.CharField()),
        path__lt=Given("end", models.CharField()),
    ).as_printed(is_newest_first=is_newest_first)
)


def read(post: Post, number: int = 1, order: Order = Order.OLDEST) -> Discussion:
    """Return page `number` of what is said about `post`, in two queries. Raises NoSuchPage."""
    is_newest_first = order == Order.NEWEST
    if number == 1 and post.comment_count <= PAGE_SIZE:
        comments = _shown(_beginning.rows(is_newest_first, post=post.pk))
        if len(comments) <= PAGE_SIZE:
            return _whole(post, order, comments)
    pages = _pages(post, order)
    if not 1 <= number <= len(pages):
        raise NoSuchPage(number)
    page = pages[number - 1]
    rows = _page.rows(is_newest_first, post=post.pk, start=page.oldest, end=page.end)
    nodes = as_nodes(_shown(rows), page.first_number, is_newest_first=is_newest_first)
    return Discussion(post, order, number, len(pages), nodes)


def _shown(rows: list[tuple]) -> list[Shown]:
    return [Shown(*row) for row in rows]


def _whole(post: Post, order: Order, comments: list[Shown]) -> Discussion:
    """The discussion where one page holds all of it."""
    is_newest_first = order == Order.NEWEST
    threads = len({comment.path[:PATH_STEP] for comment in comments})
    nodes = as_nodes(comments, threads if is_newest_first else 1, is_newest_first=is_newest_first)
    return Discussion(post, order, 1, 1, nodes)


def address_of(comment: Comment) -> str:
    """Return the address of a shown comment: the page it stands on and its place there."""
    page = page_of(_pages(comment.post, order_of({})), comment.root)
    return f"{page_url(comment.post, page.number if page else 1)}#comment-{comment.pk}"


def page_url(post: Post, number: int, order: Order | None = None) -> str:
    """Return the address of a page of the discussion; a preview has the first one alone.

    In the order that the author set where none is given.
    """
    if not post.is_live:
        return post.get_preview_url()
    above = post.get_absolute_url()
    place = above if number == 1 else f"{above}comments/{number}/"
    return place if order in {None, order_of({})} else f"{place}?{ORDER_VAR}={order}"


def feed_url(post: Post, kind: type[Printable] = RssFeed) -> str:
    """Return the address of the feed of the discussion in one of the formats."""
    above = _own_form(post.pk) if post.is_page else post.get_absolute_url()
    return above + kind.last_part


def _pages(post: Post, order: Order) -> list[ThreadPage]:
    roots = _roots.first(post=post.pk) or ""
    cut = _cut if len(roots) <= _LONGEST_KEPT else _cut.__wrapped__
    return cut(roots, is_newest_first=order == Order.NEWEST)


@lru_cache(maxsize=64)
def _cut(roots: str, *, is_newest_first: bool) -> list[ThreadPage]:
    """Return the pages of a discussion with these roots: the same until somebody says more."""
    sizes = Counter(roots_in(roots))
    return cut_pages(sorted(sizes.items()), is_newest_first=is_newest_first)
