"""Writing posts and pages: the only place where a post's derived columns are made.

An address that readers could know is not lost with a change: it leads on from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import unquote

from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.models import Category, Post, Redirect, Tag
from blog.querysets import PostQuerySet
from blog.services.places import path_below, refuse_circle
from blog.slugs import is_reserved, make_slug, unused_slug
from blog.text.plain import clean_line, clean_text
from blog.text.render import render_post

_COUNTS = {"comment_count", "trackback_count"}
_WRITTEN = [
    field.name
    for field in Post._meta.concrete_fields
    if not field.primary_key and field.name not in _COUNTS
]

# As many may save posts of one title at once without any of them being refused.
ADDRESS_TRIES = 8


def save_post(
    post: Post,
    *,
    categories: Iterable[Category] | None = None,
    tags: Iterable[Tag] | None = None,
) -> Post:
    """Save `post` with everything that follows from it: rendered text, slug, path, dates.

    A published post without a date is published now. A slug that is taken gets a number.
    `categories` and `tags` of None are left as they are. Rendering is done outside the
    transaction, since it may take a second. Raises ValidationError, and then has changed nothing,
    where a page would stand below itself or its path would be too long.
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
    wanted = post.slug
    for _ in range(ADDRESS_TRIES - 1):
        try:
            return _store(post, categories, tags)
        except IntegrityError:
            # Somebody took the address in the same moment; now that can be seen.
            post.slug = wanted
    return _store(post, categories, tags)


def _store(post: Post, categories: Iterable[Category] | None, tags: Iterable[Tag] | None) -> Post:
    with transaction.atomic():
        known = _known_address(post)
        _set_address(post)
        _write(post)
        _lead_on(known, post)
        if categories is not None:
            post.categories.set(categories)
        if tags is not None:
            post.tags.set(tags)
        if post.is_page:
            _move_children(post)
    return post


def change_status(posts: PostQuerySet, status: str) -> list[Post]:
    """Give each of `posts` the `status` and return those that had another.

    One by one, each in its own transaction: many long texts must not stop all other writers.
    """
    changed = list(posts.exclude(status=status))
    for post in changed:
        post.status = status
        save_post(post)
    return changed


def delete_post(post: Post) -> None:
    """Delete `post` with all that was said about it; pages below it move to the top.

    Where readers found it they are told that it is gone, and so are other sites.
    """
    with transaction.atomic():
        below = list(post.children.all())
        if known := _known_address(post):
            _lead_from(known, post)
        post.delete()
        for child in below:
            child.parent = None
            store_post(child)


def _write(post: Post) -> None:
    """Leave the counts to those who count: they may have changed since `post` was read."""
    if post._state.adding:
        post.save()
    else:
        post.save(update_fields=_WRITTEN)


def _tidy(post: Post, updated_at: datetime) -> None:
    post.title = clean_line(post.title)
    post.body = clean_text(post.body)
    post.excerpt = clean_text(post.excerpt)
    post.updated_at = updated_at
    if not post.slug and (post.title or post.status != Post.Status.DRAFT):
        post.slug = make_slug(post.title, fallback=post.kind)
    if post.status != Post.Status.DRAFT and post.published_at is None:
        post.published_at = post.updated_at


def _render(post: Post) -> None:
    rendered = render_post(post.body, post.markup, prefix=post.slug or "post")
    post.html = rendered.html
    post.teaser = rendered.teaser
    post.summary = clean_line(post.excerpt)[:300] or rendered.summary


def _set_address(post: Post) -> None:
    wanted = post.slug
    if post.is_page:
        refuse_circle(post)
        _set_path(post)
    elif wanted:
        others = Post.objects.posts().exclude(pk=post.pk)
        post.slug = unused_slug(
            wanted, lambda slug: is_reserved(slug) or others.filter(slug=slug).exists()
        )
    if post.slug != wanted:
        _render(post)  # the slug begins the ids in the text


def _set_path(page: Post) -> None:
    """Without a slug, as a draft may be, a page has no place yet."""
    if not page.slug:
        page.path = ""
        return
    others = Post.objects.pages().exclude(pk=page.pk)

    def is_taken(slug: str) -> bool:
        path = path_below(page.parent, slug)
        return is_reserved(slug, at_top=path == slug) or others.filter(path=path).exists()

    page.slug = unused_slug(page.slug, is_taken)
    page.path = path_below(page.parent, page.slug)


def _move_children(page: Post) -> None:
    for child in page.children.all():
        known = _known_address(child)
        _set_path(child)
        child.save(update_fields=["slug", "path"])
        _lead_on(known, child)
        _move_children(child)


def _known_address(post: Post) -> str:
    """The address under which readers know what is stored of `post` now; empty if none does."""
    rows = Post.objects.only("kind", "status", "slug", "path", "published_at")
    stored = rows.filter(pk=post.pk).first() if post.pk else None
    return stored.get_absolute_url() if stored and stored.is_live else ""


def _lead_on(known: str, post: Post) -> None:
    if known and known != post.get_absolute_url():
        _lead_from(known, post)


def _lead_from(address: str, post: Post) -> None:
    Redirect.objects.update_or_create(path=unquote(address), defaults={"post": post})
