"""Tables of what posts are filed under: categories and tags."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blog.addresses import address
from blog.nested import read_rows
from blog.querysets import TermQuerySet
from blog.slugs import MAX_LENGTH, MAX_PATH, validate_slug


class Category(models.Model):
    """A place in the tree of subjects; `path` holds the slugs from the root down."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.CharField(_("slug"), max_length=MAX_LENGTH, validators=[validate_slug])
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    path = models.CharField(max_length=MAX_PATH, unique=True, editable=False)
    description = models.TextField(_("description"), blank=True)

    objects: ClassVar = TermQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")), name="category_not_own_parent"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("blog:category", self.path)


class Tag(models.Model):
    name = models.CharField(_("name"), max_length=200)
    slug = models.CharField(
        _("slug"), max_length=MAX_LENGTH, unique=True, validators=[validate_slug]
    )
    description = models.TextField(_("description"), blank=True)

    objects: ClassVar = TermQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("blog:tag", self.slug)


def nested_categories(rows: str | None) -> list[Category]:
    """Return, in order, what PostQuerySet.for_display nested in a post."""
    found = [Category(name=name, path=path) for name, path in read_rows(rows)]
    return sorted(found, key=lambda category: category.path)


def nested_tags(rows: str | None) -> list[Tag]:
    """Return, in order, what PostQuerySet.for_display nested in a post."""
    found = [Tag(name=name, slug=slug) for name, slug in read_rows(rows)]
    return sorted(found, key=lambda tag: tag.name)
