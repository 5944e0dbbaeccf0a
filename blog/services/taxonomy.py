"""Changes of the tree of categories."""

from __future__ import annotations

from django.db import transaction

from blog.models import Category
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
