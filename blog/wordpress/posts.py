"""The posts and pages of an export."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from blog.models import Category, Post, Tag
from blog.services import imports, publishing
from blog.slugs import MAX_LENGTH, make_slug
from blog.text.plain import crop, words_of_html
from blog.wordpress.records import Item
from blog.wordpress.tally import Tally

# The kind under which it is remembered that a page was put below its parent.
PLACED = "page-parent"
_TITLE_LENGTH = 300
_TITLE_FROM_WORDS = 60
_PICTURE_ELSEWHERE = re.compile(r"<img\b[^<>]* src=\"(?:https?:)?//", re.IGNORECASE)
_OTHER_KINDS = {
    "attachment": "attachments: files are not taken",
    "nav_menu_item": "entries of menus: tick “in the menu” on your pages instead",
    "revision": "revisions: a text is taken as it was last",
}
_OTHER_STATUSES = {"trash": "in the trash", "auto-draft": "drafts that were never saved"}
_STATUS = {
    "publish": Post.Status.PUBLISHED,
    "future": Post.Status.PUBLISHED,
    "private": Post.Status.PRIVATE,
    "draft": Post.Status.DRAFT,
    "pending": Post.Status.DRAFT,
}


def why_left(item: Item) -> str:
    """Say why an item is not taken; empty where it is."""
    if item.kind not in Post.Kind.values:
        other = f"items of the type {item.kind[:40] or '(none)'}: only posts and pages are taken"
        return _OTHER_KINDS.get(item.kind, other)
    if not item.number:
        return "without a number (wp:post_id) or guid to know them by again"
    return _OTHER_STATUSES.get(item.status, "")


def is_another(item: Item, post: Post) -> bool:
    """Is `post`, which came here under the number of `item`, plainly something else?

    Two blogs at one address, as on a test machine, give the same numbers to different things.
    """
    is_of_that_time = item.published_at in {None, post.created_at}
    return not is_of_that_time and item.title != post.title


def row_of(item: Item) -> str:
    """The row of the tally that `item` is counted in."""
    return {"post": "posts", "page": "pages"}.get(item.kind, "items")


def rendered(item: Item, author: Any, tally: Tally) -> Post:
    """Return the unsaved and rendered post that `item` becomes; see `store`."""
    status = _status(item, tally)
    is_undated = status == Post.Status.DRAFT and not item.is_dated
    post = Post(
        kind=item.kind,
        title=crop(item.title, _TITLE_LENGTH),
        slug=_slug(item),
        body=item.body,
        markup=Post.Markup.HTML,
        excerpt=item.excerpt,
        author=author,
        status=status,
        published_at=None if is_undated else item.published_at,
        created_at=item.published_at or timezone.now(),
        is_sticky=item.is_sticky,
        comments_allowed=item.takes_comments,
        linkbacks_allowed=item.takes_pings,
        menu_order=item.menu_order,
    )
    _remark_dates(item, post, tally)
    publishing.render(post, updated_at=item.changed_at or item.published_at)
    _name_untitled(post, tally)
    if _PICTURE_ELSEWHERE.search(post.html):
        tally.remark(
            "with pictures at other addresses: this blog sends no reader there, so they show what "
            "describes them",
            item.label,
        )
    return post


def _name_untitled(post: Post, tally: Tally) -> None:
    if not post.title:
        post.title = crop(words_of_html(post.html), _TITLE_FROM_WORDS) or "Untitled"
        tally.remark("without a title, named after their first words", post.title)


def _slug(item: Item) -> str:
    wanted = item.slug or item.title
    if not wanted and item.status not in {"publish", "future", "private"}:
        return ""
    return make_slug(wanted, fallback=f"{item.kind}-{item.number}", length=MAX_LENGTH)


def _status(item: Item, tally: Tally) -> str:
    status = _STATUS.get(item.status)
    if status is None:
        tally.remark(f"drafts now: their status was {item.status[:40] or 'not told'}", item.label)
        return Post.Status.DRAFT
    if item.has_password and status == Post.Status.PUBLISHED:
        tally.remark("private now: a password protected them", item.label)
        return Post.Status.PRIVATE
    return status


def _remark_dates(item: Item, post: Post, tally: Tally) -> None:
    if len(item.title) > _TITLE_LENGTH:
        tally.remark(f"their title cut to {_TITLE_LENGTH} characters", item.label)
    if post.status == Post.Status.DRAFT:
        return
    if post.published_at is None:
        tally.remark("published without a date: dated today", item.label)
    elif item.local_day and timezone.localdate(post.published_at) != item.local_day:
        zone = timezone.get_default_timezone_name()
        tally.remark(f"on another day than in the old blog, as TIME_ZONE is {zone}", item.label)


class Pages:
    """Puts pages below their parents, which may follow them in the file."""

    def __init__(self, source: str, known: dict[str, int], tally: Tally):
        self._source = source
        self._known = known
        self._tally = tally
        self._placed = imports.rows_of(source, PLACED)
        self._waiting: dict[str, Item] = {}

    def store(self, item: Item, post: Post, categories: list[Category], tags: list[Tag]) -> None:
        """Save a rendered post or page and remember it; belongs into a transaction."""
        if item.kind == Post.Kind.PAGE and item.parent:
            post.parent = self._parent(item)
        try:
            publishing.store_post(post, categories=categories, tags=tags)
        except ValidationError as error:
            self._remark_place(item, error)
            post.parent = None
            publishing.store_post(post, categories=categories, tags=tags)
        imports.remember(self._source, item.kind, {item.number: post.pk})
        if post.parent:
            imports.remember(self._source, PLACED, {item.number: post.parent.pk})

    def follow(self, item: Item) -> None:
        """Note a page that is stored, so that place_waiting may put it below its parent."""
        if item.parent and item.number not in self._placed:
            self._waiting[item.number] = item

    def place_waiting(self) -> None:
        """Put those below their parents that were read before them. What the author moved since
        stays where it is."""
        for item in self._waiting.values():
            with transaction.atomic():
                self._place(item)
        self._waiting.clear()

    def _place(self, item: Item) -> None:
        page = Post.objects.pages().filter(pk=self._known.get(item.number)).first()
        if page is None or page.parent:
            return
        page.parent, page.slug = self._parent(item), _slug(item)
        if page.parent is None:
            self._tally.remark("pages without their parent stand at the top", item.label)
            return
        try:
            publishing.store_post(page)
        except ValidationError as error:
            self._remark_place(item, error)
        else:
            imports.remember(self._source, PLACED, {item.number: page.parent.pk})

    def _remark_place(self, item: Item, error: ValidationError) -> None:
        self._tally.remark(f"pages at the top: {' '.join(error.messages)}", item.label)

    def _parent(self, item: Item) -> Post | None:
        return Post.objects.pages().filter(pk=self._known.get(item.parent)).first()
