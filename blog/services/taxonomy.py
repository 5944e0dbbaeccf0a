"""Changes of the tree of categories."""

from __future__ import annotations

from django.db import transaction

from blog.models import Category
from blog.slugs import make_slug


def save_category(category: Category) -> Category:
    """Save `category` and give it and everything below it their paths."""
    category.slug = category.slug or make_slug(category.name, fallback="category")
    with transaction.atomic():
        _set_path(category)
    return category


def _set_path(category: Category) -> None:
    above = f"{category.parent.path}/" if category.parent else ""
    category.path = f"{above}{category.slug}"
    category.save()
    for child in category.children.all():
        _set_path(child)
