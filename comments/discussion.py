"""The discussion of one post as it is read: its pages and where each comment stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from blog.feed_formats import Printable, RssFeed
from blog.models import Post
from comments.models import Comment
from comments.threads import Node, ThreadPage, as_nodes, cut_pages, page_of


@dataclass(frozen=True)
class Discussion:
    """One page of the discussion; `nodes` is empty where nobody has said anything yet."""

    post: Post
    number: int
    pages: int
    nodes: list[Node]

    @property
    def previous_url(self) -> str:
        return page_url(self.post, self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return page_url(self.post, self.number + 1) if self.number < self.pages else ""


class NoSuchPage(Exception):
    """The discussion has fewer pages."""


def read(post: Post, number: int = 1) -> Discussion:
    """Return page `number` of what is said about `post`, in two queries. Raises NoSuchPage."""
    pages = _pages(post)
    if not pages and number == 1:
        return Discussion(post, 1, 1, [])
    if not 1 <= number <= len(pages):
        raise NoSuchPage(number)
    page = pages[number - 1]
    shown = Comment.objects.filter(post=post).on_page(page)
    return Discussion(post, number, len(pages), as_nodes(shown, page.first_number))


def address_of(comment: Comment) -> str:
    """Return the address of a shown comment: the page it stands on and its place there."""
    page = page_of(_pages(comment.post), comment.root)
    return f"{page_url(comment.post, page.number if page else 1)}#comment-{comment.pk}"


def page_url(post: Post, number: int) -> str:
    """Return the address of a page of the discussion; a preview has the first one alone."""
    if not post.is_live:
        return post.get_preview_url()
    above = post.get_absolute_url()
    return above if number == 1 else f"{above}comments/{number}/"


def feed_url(post: Post, kind: type[Printable] = RssFeed) -> str:
    """Return the address of the feed of the discussion in one of the formats."""
    own_form = reverse("comments:create", args=[post.pk])
    above = own_form if post.is_page else post.get_absolute_url()
    return above + kind.last_part


def _pages(post: Post) -> list[ThreadPage]:
    return cut_pages(Comment.objects.filter(post=post).thread_sizes())
