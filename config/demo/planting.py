"""Adds the demonstration to the blog by its services, and notes what it added."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from blog.feedback.admission import Admission, admit_author, admit_comment
from blog.feedback.gathering import subject_of
from blog.feedback.models import Status
from blog.feedback.spam import Bounds, judge
from blog.feedback.submission import Submission
from blog.models import Category, Post, Tag
from blog.services import imports, publishing
from blog.services.taxonomy import save_category
from blog.slugs import make_slug
from blog.text.render import render_comment
from comments.earlier import EarlierComment
from comments.earlier import add_earlier as add_comments
from config.demo.content import Entry, read_pictures, read_posts, read_said, span
from trackbacks.earlier import add_earlier as add_links
from trackbacks.models import Protocol, Trackback

SOURCE = "demo"
WHY = "Demonstration content."
MEDIA_FOLDER = "demo"


def add(author: Any) -> int:
    """Add what is not there yet, by `author`; return how many posts and pages are new.

    What was added before stays as it is, edited or deleted.
    """
    _copy_pictures()
    known = imports.rows_of(SOURCE, "post")
    new = [entry for entry in read_posts() if entry.name not in known]
    for entry in new:
        _add_post(entry, author, timezone.now())
    return len(new)


def _copy_pictures() -> None:
    for picture in read_pictures():
        name = media_name(picture)
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(picture.read_bytes()))


def media_name(picture: Path) -> str:
    return f"{MEDIA_FOLDER}/{picture.name}"


def _add_post(entry: Entry, author: Any, now: datetime) -> None:
    published = entry.date(now)
    date = published or now
    post = Post(
        kind=entry.get("Kind", Post.Kind.POST),
        status=entry.get("Status", Post.Status.PUBLISHED),
        title=entry.get("Title"),
        slug=entry.name,
        body=entry.body,
        excerpt=entry.get("Excerpt"),
        author=author,
        published_at=published,
        created_at=date,
        in_menu="Menu" in entry.header,
        menu_order=int(entry.get("Menu", "0")),
    )
    publishing.render(post, updated_at=min(date, now))
    said = [_earlier(said, post, author) for said in read_said("comments", entry.name)]
    links = [_link(said, date) for said in read_said("trackbacks", entry.name)]
    with transaction.atomic():
        categories = [_category(path) for path in entry.listed("Categories")]
        tags = [_tag(name) for name in entry.listed("Tags")]
        publishing.store_post(post, categories=categories, tags=tags)
        _note("comment", add_comments(post, said, why=WHY).values())
        _note("trackback", (link.pk for link in add_links(post, links, why=WHY)))
        imports.remember(SOURCE, "post", {entry.name: post.pk})


def _note(kind: str, ids: Iterable[int]) -> None:
    imports.remember(SOURCE, kind, {str(pk): pk for pk in ids})


def _category(path: str) -> Category:
    """Return the category at a path of names, made where there is none."""
    above, _, name = path.rpartition("/")
    parent, slug = _category(above) if above else None, make_slug(name)
    category = Category.objects.filter(parent=parent, slug=slug).first()
    if category is None:
        category = save_category(Category(name=name, slug=slug, parent=parent))
        _note("category", [category.pk])
    return category


def _tag(name: str) -> Tag:
    tag, is_new = Tag.objects.get_or_create(slug=make_slug(name), defaults={"name": name})
    if is_new:
        _note("tag", [tag.pk])
    return tag


def _earlier(said: Entry, post: Post, author: Any) -> EarlierComment:
    written = post.created_at + span(said.get("After"))
    by_author = "Author" in said.header
    name = (author.get_full_name() or author.get_username()) if by_author else said.get("Name")
    admission = _standing(said, post, written)
    return EarlierComment(
        key=said.get("Id"),
        parent_key=said.get("Answers") or None,
        name=name,
        email=author.email if by_author else said.get("Email"),
        url=said.get("Website"),
        body=said.body,
        html=render_comment(said.body),
        created_at=written,
        status=admission.status,
        score=admission.score,
        reasons=admission.reasons_json(),
        user=author if by_author else None,
    )


def _standing(said: Entry, post: Post, written: datetime) -> Admission:
    """What the blog's own rules make of a held comment, and none of the others is held."""
    if said.get("Status") != "held":
        return admit_author()
    submission = Submission(
        text=said.body,
        author_name=said.get("Name"),
        email=said.get("Email"),
        url=said.get("Website"),
        honeypot=said.get("Trap"),
        subject=subject_of(post, written),
    )
    verdict = judge(submission, Bounds())
    return admit_comment("hold_first", verdict, is_known=False)


def _link(said: Entry, posted: datetime) -> Trackback:
    return Trackback(
        protocol=Protocol.TRACKBACK,
        source=said.get("Source"),
        source_host=urlsplit(said.get("Source")).hostname or "",
        title=said.get("Title"),
        blog_name=said.get("Blog"),
        excerpt=said.body,
        status=Status.APPROVED,
        created_at=posted + span(said.get("After")),
        verified_at=posted + span(said.get("After")),
    )
