"""Writing posts and pages: the only place where a post's derived columns are made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from blog.models import Category, Post, Tag
from blog.slugs import make_slug, unused_slug
from blog.text.plain import clean_line, clean_text
from blog.text.render import render_post


def save_post(
    post: Post,
    *,
    categories: Iterable[Category] | None = None,
    tags: Iterable[Tag] | None = None,
) -> Post:
    """Save `post` with everything that follows from it: rendered text, slug, path, dates.

    A published post without a date is published now. A slug that is taken gets a number.
    `categories` and `tags` of None are left as they are. Rendering is done outside the
    transaction, since it may take a second.
    """
    return store_post(render(post), categories=categories, tags=tags)


def render(post: Post, *, updated_at: datetime | None = None) -> Post:
    """Make everything that follows from what `post` says, without touching the database.

    `updated_at` is when it was last changed, where that is not now.
    """
    _tidy(post, updated_at or timezone.now())
    _render(post)
    return post


def store_post(
    post: Post,
    *,
    categories: Iterable[Category] | None = None,
    tags: Iterable[Tag] | None = None,
) -> Post:
    """Save a `post` that was rendered, as save_post does: for callers inside a transaction."""
    with transaction.atomic():
        _set_address(post)
        post.save()
        if categories is not None:
            post.categories.set(categories)
        if tags is not None:
            post.tags.set(tags)
        if post.is_page:
            _move_children(post)
    return post


def _tidy(post: Post, updated_at: datetime) -> None:
    post.title = clean_line(post.title)
    post.body = clean_text(post.body)
    post.excerpt = clean_text(post.excerpt)
    post.updated_at = updated_at
    if post.status != Post.Status.DRAFT and post.published_at is None:
        post.published_at = post.updated_at


def _render(post: Post) -> None:
    rendered = render_post(post.body, post.markup, prefix=post.slug or "post")
    post.html = rendered.html
    post.teaser = rendered.teaser
    post.summary = clean_line(post.excerpt)[:300] or rendered.summary


def _set_address(post: Post) -> None:
    if not post.slug and (post.title or post.status != Post.Status.DRAFT):
        post.slug = make_slug(post.title, fallback=post.kind)
    others = Post.objects.filter(kind=post.kind).exclude(pk=post.pk)
    if post.is_page:
        above = f"{post.parent.path}/" if post.parent else ""
        post.slug = unused_slug(
            post.slug, lambda slug: others.filter(path=f"{above}{slug}").exists()
        )
        post.path = f"{above}{post.slug}"
    elif post.slug:
        post.slug = unused_slug(post.slug, lambda slug: others.filter(slug=slug).exists())


def _move_children(page: Post) -> None:
    for child in page.children.all():
        child.path = f"{page.path}/{child.slug}"
        child.save(update_fields=["path"])
        _move_children(child)
