"""Posts as pages print them: on their own page and in lists.

What stands round the text of a post is made once as long as nothing in it changes. What is kept
is found by all that it is made of: it cannot be stale.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.utils.translation import gettext, ngettext, pgettext

from blog.addresses import address
from blog.look import Look, current_look
from blog.models import Category, Post, Tag
from blog.moments import current_printer
from blog.templatetags.blog import by_jinja
from blog.terms import nested_categories, nested_tags

register = template.Library()

# Each is a few hundred characters long.
_MOST_KEPT = 4096


class Top(NamedTuple):
    """All that is printed of a post before its text, beside what its page has in common."""

    url: str
    title: str
    username: str
    full_name: str
    published_at: datetime | None
    is_page: bool
    is_sticky: bool
    is_list: bool
    comment_count: int


class Entry(NamedTuple):
    """A post in parts: `terms` is what it is filed under."""

    post: Post
    url: str
    top: str
    terms: str


@register.simple_tag
def whole_post(post: Post) -> str:
    """Print a post on its own page: head, text, and what it is filed under."""
    return _printed([post], is_list=False)


@register.simple_tag
def list_of_posts(posts: Iterable[Post]) -> str:
    """Print posts one below the other, each as far as its author shows it in lists."""
    return _printed(posts, is_list=True)


@register.simple_tag
def date_badge(post: Post) -> str:
    return _badge(post.published_at, current_look())


def _printed(posts: Iterable[Post], *, is_list: bool) -> str:
    look = current_look()
    entries = [_entry(post, look, is_list=is_list) for post in posts]
    label = gettext("Continue reading")
    return by_jinja("blog/_post.jinja", entries=entries, is_list=is_list, continue_label=label)


def _entry(post: Post, look: Look, *, is_list: bool) -> Entry:
    url, author = post.get_absolute_url(), post.author
    top = Top(
        url,
        str(post),
        author.get_username(),
        author.get_full_name(),
        post.published_at,
        post.is_page,
        post.is_sticky,
        is_list,
        post.comment_count,
    )
    return Entry(post, url, _top(top, look), _terms_of(post, look))


@lru_cache(maxsize=_MOST_KEPT)
def _top(top: Top, look: Look) -> str:
    number = top.comment_count
    bubble = ngettext("comment on %(title)s", "comments on %(title)s", number)
    return by_jinja(
        "blog/_post_top.jinja",
        post=top,
        badge=_badge(top.published_at, look),
        day=current_printer().day,
        author_address=address("blog:author", top.username),
        author_label=pgettext("author of a post", "by"),
        bubble_label=bubble % {"title": top.title},
        sticky_label=gettext("Pinned"),
    )


@lru_cache(maxsize=_MOST_KEPT)
def _badge(published_at: datetime | None, _look: Look) -> str:
    printer = current_printer()
    return by_jinja(
        "blog/_date_badge.jinja",
        published_at=published_at,
        day=printer.day,
        printed=printer.printed,
        draft_label=gettext("Draft"),
    )


def _terms_of(post: Post, look: Look) -> str:
    rows = post.term_rows
    return _nested_terms(*rows, look) if rows else _terms(post.shown_categories, post.shown_tags)


@lru_cache(maxsize=_MOST_KEPT)
def _nested_terms(categories: str | None, tags: str | None, _look: Look) -> str:
    return _terms(nested_categories(categories), nested_tags(tags))


def _terms(categories: list[Category], tags: list[Tag]) -> str:
    return by_jinja(
        "blog/_post_terms.jinja",
        categories=categories,
        tags=tags,
        categories_label=gettext("Filed under"),
        tags_label=gettext("Tagged"),
    )
