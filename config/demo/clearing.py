"""Takes away exactly what the demonstration added, edited or not."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.files.storage import default_storage
from django.db import transaction

from blog.models import Category, Post, Tag
from blog.services import imports
from comments.models import Comment
from config.demo.content import read_pictures
from config.demo.planting import MEDIA_FOLDER, SOURCE, media_name
from trackbacks.models import Trackback

KINDS = ("post", "comment", "trackback", "category", "tag")


@dataclass
class Removed:
    """How many posts and pages went, and with them how many `answers` that were not invented;
    `kept` names the categories and tags that are in use elsewhere by now."""

    posts: int = 0
    answers: int = 0
    kept: list[str] = field(default_factory=list)


def remove() -> Removed:
    """Take away what was added, and with a post everything that was said about it.

    A category or tag that the author uses by now stays, and so do posts of her own.
    """
    with transaction.atomic():
        posts = Post.objects.filter(pk__in=_ids("post"))
        removed = Removed(posts=posts.count(), answers=_answers_to(posts))
        posts.delete()
        removed.kept = [*_remove_tags(), *_remove_categories()]
        for kind in KINDS:
            imports.forget(SOURCE, kind)
    _remove_pictures()
    return removed


def _ids(kind: str) -> list[int]:
    return list(imports.rows_of(SOURCE, kind).values())


def _answers_to(posts) -> int:
    comments = Comment.objects.filter(post__in=posts).exclude(pk__in=_ids("comment"))
    links = Trackback.objects.filter(post__in=posts).exclude(pk__in=_ids("trackback"))
    return comments.count() + links.count()


def _remove_tags() -> list[str]:
    """Delete those that no post carries; return the names of the others."""
    tags = Tag.objects.filter(pk__in=_ids("tag"))
    tags.filter(posts=None).delete()
    return [str(tag) for tag in tags.all()]


def _remove_categories() -> list[str]:
    """Delete those that hold nothing, the lowest first; return the names of the others."""
    kept = []
    for category in Category.objects.filter(pk__in=_ids("category")).order_by("-path"):
        if category.posts.exists() or category.children.exists():
            kept.append(str(category))
        else:
            category.delete()
    return kept


def _remove_pictures() -> None:
    for picture in read_pictures():
        default_storage.delete(media_name(picture))
    if default_storage.exists(MEDIA_FOLDER) and not any(default_storage.listdir(MEDIA_FOLDER)):
        default_storage.delete(MEDIA_FOLDER)
