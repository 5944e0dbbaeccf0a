"""Filters beside the list of posts, each of a fixed number of queries."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from blog.admin.state import LABELS
from blog.models import Category


class StateFilter(admin.SimpleListFilter):
    """What readers see of it: `scheduled` is a published one whose time is still to come."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return list(LABELS.items())

    def queryset(self, request, queryset):
        selections = {
            "draft": queryset.drafts,
            "scheduled": queryset.scheduled,
            "published": queryset.published,
            "private": queryset.private,
        }
        select = selections.get(self.value() or "", queryset.all)
        return select()


class CategoryFilter(admin.SimpleListFilter):
    """A category with everything below it."""

    title = _("category")
    parameter_name = "category"

    def lookups(self, request, model_admin):
        return [
            (category.path, "— " * category.path.count("/") + category.name)
            for category in Category.objects.order_by("path")
        ]

    def queryset(self, request, queryset):
        chosen = next((path for path, _name in self.lookup_choices if path == self.value()), None)
        return queryset.in_category(Category(path=chosen)) if chosen else queryset


class AuthorFilter(admin.SimpleListFilter):
    """Whoever wrote anything at all."""

    title = _("author")
    parameter_name = "author"

    def lookups(self, request, model_admin):
        writers = get_user_model().objects.filter(posts__isnull=False).distinct()
        return [(str(user.pk), user.get_full_name() or user.get_username()) for user in writers]

    def queryset(self, request, queryset):
        chosen = next((pk for pk, _name in self.lookup_choices if pk == self.value()), None)
        return queryset.filter(author=chosen) if chosen else queryset
