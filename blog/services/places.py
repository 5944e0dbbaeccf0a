"""Places in a tree of pages or categories: a path that fits, and no circle."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from blog.models import Category, Post
from blog.slugs import MAX_PATH


def path_below(parent: Post | Category | None, slug: str) -> str:
    """Return the path of `slug` below `parent`. Raises ValidationError where it is too long."""
    path = f"{parent.path}/{slug}" if parent and parent.path else slug
    if len(path) > MAX_PATH:
        raise ValidationError(
            _("This is too deep below others: the whole address would be too long. Move it up."),
            code="too_deep",
        )
    return path


def refuse_circle(item: Post | Category) -> None:
    """Raise ValidationError where `item` would stand below itself."""
    above = item.parent
    while above is not None:
        if above.pk == item.pk:
            raise ValidationError(
                _("This cannot stand below itself. Choose another parent."), code="circle"
            )
        above = above.parent
