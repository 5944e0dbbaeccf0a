"""Categories, a tree, and tags, of which two may be made one."""

from __future__ import annotations

from typing import cast

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.admin.deletion import CountedDeletionAdmin
from blog.admin.fields import TreeChoiceField
from blog.admin.forms import CategoryForm, TagForm
from blog.models import Category, Tag
from blog.querysets import TermQuerySet
from blog.services.taxonomy import merge_tags, save_category


class TermAdmin(CountedDeletionAdmin):
    def get_queryset(self, request: HttpRequest) -> TermQuerySet:
        return cast(TermQuerySet, super().get_queryset(request)).with_post_counts()

    @admin.display(description=_("posts"), ordering="post_count")
    def post_count(self, obj) -> int:
        return obj.post_count


@admin.register(Category)
class CategoryAdmin(TermAdmin):
    form = CategoryForm
    list_display = ["in_tree", "address", "post_count"]
    search_fields = ["name", "slug", "description"]
    ordering = ["path"]

    @admin.display(description=_("name"), ordering="path")
    def in_tree(self, obj: Category) -> str:
        depth = min(obj.path.count("/"), 6)
        return format_html('<span class="depth-{}">{}</span>', depth, obj.name)

    @admin.display(description=_("address"), ordering="path")
    def address(self, obj: Category) -> str:
        return f"/category/{obj.path}/"

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs |= {"form_class": TreeChoiceField, "empty_label": _("none: at the top")}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj: Category, form, change) -> None:
        save_category(obj)


@admin.register(Tag)
class TagAdmin(TermAdmin):
    form = TagForm
    list_display = ["name", "slug", "post_count"]
    search_fields = ["name", "slug", "description"]
    ordering = ["name"]
    actions = ["merge"]

    @admin.action(description=_("Merge into the most used of them"), permissions=["delete"])
    def merge(self, request: HttpRequest, queryset: TermQuerySet) -> None:
        chosen = list(queryset.most_used())
        if len(chosen) < 2:
            self.message_user(request, _("Choose two tags or more to merge."), messages.WARNING)
            return
        count = merge_tags(chosen, into=chosen[0])
        words = ngettext(
            "%(count)d tag was merged into “%(name)s”.",
            "%(count)d tags were merged into “%(name)s”.",
            count,
        )
        self.message_user(request, words % {"count": count, "name": chosen[0].name})
