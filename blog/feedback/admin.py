"""Moderation in the admin, shared by all kinds of feedback: queues, and a page for each row."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import ClassVar

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog.admin.chosen import ChosenRowsAdmin
from blog.feedback import blocking_admin  # noqa: F401  (registers its own)
from blog.feedback.filters import (
    ChoiceFilter,
    PostFilter,
    ReasonFilter,
    ReceivedFilter,
    StatusFilter,
)
from blog.feedback.queues import VERBS, QueueList, Verb, offered, outcome
from blog.pagination import LongRowsPaginator
from blog.text.plain import clean_line, crop

# So many rows change in one transaction: whoever comments meanwhile never waits for a whole queue.
BATCH = 500
FILTERS = (StatusFilter, PostFilter, ReceivedFilter, ReasonFilter)


class KeptAdmin(ChosenRowsAdmin):
    """Rows that come from outside and are kept: none is added here, none deleted for good.

    The permission to delete stays as it is, so that a post can go with its whole discussion.
    """

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def changelist_view(self, request, extra_context=None):
        title = str(self.opts.verbose_name_plural).capitalize()
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def delete_view(self, request, object_id, extra_context=None):
        messages.warning(
            request,
            _("Nothing is deleted here for good, except together with the post it belongs to."),
        )
        return redirect(f"{self.admin_site.name}:{self.url_name('changelist')}")

    def render_change_form(self, request, context, *args, **kwargs):
        return super().render_change_form(
            request, context | {"show_delete": False}, *args, **kwargs
        )

    def url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"


class FeedbackAdmin(KeptAdmin):
    """Only moderation changes a status, and a row that is removed can be restored."""

    list_filter: ClassVar[tuple[type[ChoiceFilter], ...]] = FILTERS
    list_per_page = 50
    list_max_show_all = 0
    paginator = LongRowsPaginator
    ordering = ("-created_at", "-pk")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fields: ClassVar[tuple[str, ...]] = ()

    class Media:
        css = {"all": ["blog/admin/moderation.css"]}

    def get_urls(self):
        return [
            path(
                "<int:pk>/moderate/",
                self.admin_site.admin_view(require_POST(self.moderate_view)),
                name=self.url_name("moderate"),
            ),
            *super().get_urls(),
        ]

    def address(self, page: str, *args) -> str:
        return reverse(f"{self.admin_site.name}:{self.url_name(page)}", args=args)

    def get_fields(self, request, obj=None):
        return self.fields

    def get_actions(self, request):
        if not self.has_change_permission(request):
            return {}
        return {
            verb.code: (partial(_moderate_chosen, verb=verb), verb.code, verb.label)
            for verb in VERBS.values()
        }

    # --- The queue ---

    def get_changelist(self, request, **kwargs):
        return QueueList

    def changelist_view(self, request, extra_context=None):
        may_moderate = self.has_change_permission(request)
        if request.method == "POST" and not may_moderate:
            raise PermissionDenied
        context = {"may_moderate": may_moderate} | (extra_context or {})
        return super().changelist_view(request, context)

    # --- One row ---

    def moderate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change one row as one of its buttons says, and go back to where the button was."""
        item = self.moderated_or_404(request, pk)
        verb = VERBS.get(request.POST.get("do", ""))
        if verb is None:
            raise BadRequest("an unknown thing to do")
        why = clean_line(request.POST.get("why", ""))
        changed = verb.change(self.model.objects.filter(pk=pk), by=request.user, why=why)
        self.tell_of(request, item, outcome(self.opts, verb, chosen=1, changed=changed))
        return self.back_from(request, item)

    def moderated_or_404(self, request: HttpRequest, pk: int):
        """Return row `pk` for somebody who may change it. Raises PermissionDenied and Http404."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.model.objects.for_queue(), pk=pk)

    def tell_of(self, request: HttpRequest, item, said: tuple[int, str]) -> None:
        """Say what became of a row, with a way to its page: whoever slipped finds it again."""
        level, text = said
        link = format_html(
            '<a href="{}">{}</a>', self.address("change", item.pk), crop(str(item), 60)
        )
        self.message_user(request, format_html("{} {}", text, link), level)

    def back_from(self, request: HttpRequest, item) -> HttpResponse:
        """Lead to the queue that a button stood in, filters and all, or to the row's own page."""
        if "back" not in request.POST:
            return redirect(self.address("change", item.pk))
        query = QueryDict(request.POST["back"]).urlencode()
        return redirect(f"{self.address('changelist')}?{query}")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and not self.fields:
            return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET"})
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        item = context["original"]
        if context["errors"]:
            # The form wrote what it refused into its row.
            item.refresh_from_db()
        context |= {
            "title": _("%(kind)s on “%(post)s”")
            % {"kind": str(self.opts.verbose_name).capitalize(), "post": item.post},
            "subtitle": None,
            "verbs": offered(item.status),
            "records": item.records.select_related("by"),
            "next_waiting": self.next_waiting(item),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def next_waiting(self, item):
        """Return the row that waits next in the order of the queue: older ones first."""
        waiting = self.model.objects.pending().exclude(pk=item.pk).newest_first()
        older = waiting.filter(created_at__lte=item.created_at)
        return older.first() or waiting.first()


def _moderate_chosen(model_admin, request, queryset, *, verb: Verb) -> None:
    ids = list(queryset.values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(ids), BATCH):
        rows = model_admin.model.objects.filter(pk__in=ids[start : start + BATCH])
        changed += verb.change(rows, by=request.user)
    level, text = outcome(model_admin.opts, verb, chosen=len(ids), changed=changed)
    model_admin.message_user(request, text, level)
