"""Writing posts and pages in the admin: saved by the services alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin, messages
from django.db.models import F, Q
from django.forms import ModelForm, Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_protect

from blog.admin.deletion import CountedDeletionAdmin
from blog.admin.fields import TreeChoiceField, TreeMultipleChoiceField
from blog.admin.filters import AuthorFilter, CategoryFilter, StateFilter
from blog.admin.forms import PageForm, PostForm
from blog.admin.panels import panels
from blog.admin.state import LABELS, state_in_words, state_of
from blog.models import Page, Post, Tag
from blog.querysets import PostQuerySet
from blog.services.publishing import change_status, delete_post, save_post
from blog.services.taxonomy import category_named, tags_named

# As many as a browser's list of suggestions is still of use with.
SUGGESTED_TAGS = 300
OTHERS = "blog.change_others_posts"


class WritingAdmin(CountedDeletionAdmin):
    """What posts and pages have in common.

    Whoever may change posts at all may change her own; another's only with the permission to
    change posts of others.
    """

    kind: str
    change_form_template = "admin/blog/writing_form.html"
    readonly_fields = ["state_in_words"]
    radio_fields = {"status": admin.VERTICAL, "markup": admin.HORIZONTAL}
    search_fields = ["title", "body", "excerpt", "slug"]
    list_select_related = ["author"]
    date_hierarchy = "published_at"
    actions = ["publish", "back_to_draft"]

    class Media:
        js = [Script("blog/admin/keep.js", type="module")]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).filter(kind=self.kind)

    # --- Who may do what ----------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Post | None = None) -> list:
        needed = {"author": OTHERS, "new_category": "blog.add_category"}
        hidden = {
            name for name, permission in needed.items() if not request.user.has_perm(permission)
        }
        return [
            (title, options | {"fields": [n for n in options["fields"] if n not in hidden]})
            for title, options in self.fieldsets or []
        ]

    # --- The form -----------------------------------------------------------------------------

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "author":
            writers = db_field.related_model.objects
            kwargs["queryset"] = writers.filter(
                Q(is_staff=True) | Q(posts__isnull=False)
            ).distinct()
            kwargs["initial"] = request.user.pk
        if db_field.name == "parent":
            kwargs |= {"form_class": TreeChoiceField, "empty_label": _("none: at the top")}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "categories":
            kwargs["form_class"] = TreeMultipleChoiceField
            kwargs["help_text"] = ""
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def render_change_form(self, request, context, *args, **kwargs):
        context["show_save_and_add_another"] = False
        context["saves_and_previews"] = request.user.has_perm("blog.view_post")
        context["panels"] = [
            (panel, panel.content(request, context["original"])) for panel in panels()
        ]
        context["media"] = sum((panel.media for panel in panels()), context["media"])
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(csrf_protect)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Without Django's transaction round it: a long text is rendered before save_post opens
        its own, so that nobody else waits for the one write lock of SQLite meanwhile."""
        return self._changeform_view(  # type: ignore[attr-defined]
            request, object_id, form_url, extra_context
        )

    def save_model(self, request, obj, form, change) -> None:
        if obj.author_id is None:
            obj.author = request.user
        if change:
            for panel in panels():
                panel.take(request, obj)
        save_post(obj, **self.terms(request, form))
        for panel in panels():
            panel.saved(obj)
        self.message_user(request, state_in_words(obj))

    def terms(self, request: HttpRequest, form: ModelForm) -> dict[str, Iterable]:
        """What is to be filed where, as save_post takes it: pages are filed nowhere."""
        return {}

    def save_related(self, request, form, formsets, change) -> None:
        """Nothing is left to do: save_post stored categories and tags too."""

    def response_add(self, request, obj, post_url_continue=None) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        return _preview_if_asked(request, obj) or response

    def response_change(self, request, obj) -> HttpResponse:
        response = super().response_change(request, obj)
        return _preview_if_asked(request, obj) or response

    def view_on_site(self, obj: Post) -> str | None:
        return obj.get_absolute_url() if obj.is_live else None

    # --- The list -----------------------------------------------------------------------------

    @admin.display(description=_("state"), ordering="status")
    def state(self, obj: Post) -> str:
        key = state_of(obj)
        mark = format_html('<span class="state state-{}">{}</span>', key, LABELS[key])
        return format_html("{} {}", mark, _("on top")) if obj.is_sticky else mark

    @admin.display(description=_("now"))
    def state_in_words(self, obj: Post):
        return state_in_words(obj)

    @admin.display(description=_("replies"), ordering="comment_count")
    def replies(self, obj: Post) -> int:
        return obj.comment_count

    @admin.display(description=_("links"), ordering="trackback_count")
    def links(self, obj: Post) -> int:
        return obj.trackback_count

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        changed = change_status(self._own(request, queryset), Post.Status.PUBLISHED)
        scheduled = sum(post.is_scheduled for post in changed)
        self._tell(request, len(changed) - scheduled, _published)
        if scheduled:
            self._tell(request, scheduled, _scheduled)

    @admin.action(description=_("Make drafts again"), permissions=["change"])
    def back_to_draft(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        changed = change_status(self._own(request, queryset), Post.Status.DRAFT)
        self._tell(request, len(changed), _withdrawn)

    def _own(self, request: HttpRequest, posts: PostQuerySet) -> PostQuerySet:
        own = posts if request.user.has_perm(OTHERS) else posts.filter(author=request.user)
        if left := posts.count() - own.count():
            self._tell(request, left, _not_yours, messages.WARNING)
        return own

    def _tell(self, request: HttpRequest, count: int, words, level: int = messages.SUCCESS) -> None:
        self.message_user(request, words(count) % {"count": count}, level)

    # --- Deleting -----------------------------------------------------------------------------

    def delete_model(self, request: HttpRequest, obj: Post) -> None:
        delete_post(obj)

    def delete_queryset(self, request: HttpRequest, queryset) -> None:
        for post in queryset:
            delete_post(post)


@admin.register(Post)
class PostAdmin(WritingAdmin):
    kind = Post.Kind.POST
    form = PostForm
    fieldsets = [
        (
            None,
            {"fields": ["version", "title", "body", "markup", "excerpt"], "classes": ["writing"]},
        ),
        (
            _("Publication"),
            {"fields": ["state_in_words", "status", "published_at", "is_sticky", "author"]},
        ),
        (_("Filed under"), {"fields": ["categories", "new_category", "tags"]}),
        (_("Discussion"), {"fields": ["comments_allowed", "linkbacks_allowed"]}),
        (_("Address"), {"fields": ["slug"], "classes": ["collapse"]}),
    ]
    list_display = ["title", "state", "published_at", "author", "replies", "links"]
    list_filter = [StateFilter, CategoryFilter, AuthorFilter]
    # Drafts first, whatever the database thinks of missing dates: they are what is worked on.
    ordering = [F("published_at").desc(nulls_first=True), "-pk"]

    class Media:
        js = [Script("blog/admin/tags.js", type="module")]

    def render_change_form(self, request, context, *args, **kwargs):
        context["tag_names"] = Tag.objects.most_used()[:SUGGESTED_TAGS].values_list(
            "name", flat=True
        )
        return super().render_change_form(request, context, *args, **kwargs)

    def terms(self, request: HttpRequest, form: ModelForm) -> dict[str, Iterable]:
        data = form.cleaned_data
        categories, new = list(data["categories"]), data["new_category"]
        if new and request.user.has_perm("blog.add_category"):
            categories.append(category_named(new))
        return {"categories": categories, "tags": tags_named(data["tags"])}


@admin.register(Page)
class PageAdmin(WritingAdmin):
    kind = Post.Kind.PAGE
    form = PageForm
    fieldsets = [
        (
            None,
            {"fields": ["version", "title", "body", "markup", "excerpt"], "classes": ["writing"]},
        ),
        (_("Publication"), {"fields": ["state_in_words", "status", "published_at", "author"]}),
        (_("Place"), {"fields": ["parent", "in_menu", "menu_order"]}),
        (_("Discussion"), {"fields": ["comments_allowed", "linkbacks_allowed"]}),
        (_("Address"), {"fields": ["slug"], "classes": ["collapse"]}),
    ]
    list_display = [
        "title",
        "address",
        "state",
        "published_at",
        "author",
        "replies",
        "in_menu_at",
    ]
    list_filter = [StateFilter, AuthorFilter, "in_menu"]
    ordering = ["path", "pk"]

    @admin.display(description=_("in the menu"), ordering="menu_order")
    def in_menu_at(self, obj: Post) -> str:
        return str(obj.menu_order) if obj.in_menu else ""

    @admin.display(description=_("address"), ordering="path")
    def address(self, obj: Post) -> str:
        return f"/{obj.path}/" if obj.path else ""


def _may_touch(request: HttpRequest, post: Post | None) -> bool:
    if post is None or post.author_id in (None, request.user.pk):
        return True
    return request.user.has_perm(OTHERS)


def _preview_if_asked(request: HttpRequest, post: Post) -> HttpResponse | None:
    return redirect(post.get_preview_url()) if "_preview" in request.POST else None


def _published(count: int) -> str:
    return ngettext("%(count)d is published now.", "%(count)d are published now.", count)


def _scheduled(count: int) -> str:
    return ngettext(
        "%(count)d is scheduled, since its date is still to come.",
        "%(count)d are scheduled, since their dates are still to come.",
        count,
    )


def _withdrawn(count: int) -> str:
    return ngettext("%(count)d is a draft again.", "%(count)d are drafts again.", count)


def _not_yours(count: int) -> str:
    return ngettext(
        "%(count)d was left alone: somebody else wrote it.",
        "%(count)d were left alone: somebody else wrote them.",
        count,
    )
