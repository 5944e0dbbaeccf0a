"""Changes of the tree of categories, and of tags."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from blog.models import Category, Tag
from blog.services.places import path_below, refuse_circle
from blog.slugs import is_reserved, make_slug, unused_slug
from blog.text.plain import clean_line


def save_category(category: Category) -> Category:
    """Save `category` and give it and everything below it their paths.

    A slug that is taken there gets a number. Raises ValidationError, and then has changed
    nothing, where it would stand below itself or a path would be too long.
    """
    category.name = clean_line(category.name)
    category.slug = category.slug or make_slug(category.name, fallback="category")
    with transaction.atomic():
        refuse_circle(category)
        _set_path(category)
    return category


def _set_path(category: Category) -> None:
    others = Category.objects.exclude(pk=category.pk)

    def is_taken(slug: str) -> bool:
        path = path_below(category.parent, slug)
        return is_reserved(slug) or others.filter(path=path).exists()

    category.slug = unused_slug(category.slug, is_taken)
    category.path = path_below(category.parent, category.slug)
    category.save()
    for child in category.children.all():
        _set_path(child)


def category_named(name: str) -> Category:
    """Return the category of this name at the top of the tree, and make it where there is none."""
    found = Category.objects.filter(parent=None, name__iexact=clean_line(name)).first()
    return found or save_category(Category(name=name))


def tags_named(names: Iterable[str]) -> list[Tag]:
    """Return the tags of these names, each once, and make those that are missing.

    Capitals do not make another tag: "python" finds "Python".
    """
    wanted = {name.casefold(): name for name in reversed(list(names))}
    slugs = [make_slug(name, fallback="tag") for name in wanted.values()]
    # By the slug too, since not every database folds the case of every script.
    near = Tag.objects.filter(Q(name__in=wanted.values()) | Q(slug__in=slugs))
    found = {tag.name.casefold(): tag for tag in near}
    return [found.get(key) or _make_tag(name) for key, name in reversed(wanted.items())]


def _make_tag(name: str) -> Tag:
    wanted = make_slug(name, fallback="tag")
    slug = unused_slug(wanted, lambda slug: Tag.objects.filter(slug=slug).exists())
    return Tag.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def merge_tags(tags: Iterable[Tag], into: Tag) -> int:
    """File everything under `tags` under `into` instead, delete them, return how many went."""
    others = [tag for tag in tags if tag.pk != into.pk]
    with transaction.atomic():
        for tag in others:
            into.posts.add(*tag.posts.values_list("pk", flat=True))
            tag.delete()
    return len(others)
