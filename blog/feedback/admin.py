"""The page of each row in the admin, shared by all kinds of feedback; the inbox lists them."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog.admin.chosen import ChosenRowsAdmin
from blog.feedback import blocking_admin  # noqa: F401  (registers its own)
from blog.feedback.inbox.actions import VERBS, act, changed_since, offered
from blog.feedback.inbox.kinds import InboxKind, kind_of, kinds_for
from blog.feedback.inbox.pages import Place, merged_page
from blog.feedback.inbox.rows import relations
from blog.feedback.inbox.views import read_moment, words_changed
from blog.text.plain import clean_line


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

    def changelist_view(self, request, extra_context=None):
        """The inbox lists all kinds together; what narrowed this list narrows it there."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        query = request.GET.copy()
        query["kind"] = str(self.opts.model_name)
        return redirect(f"{reverse(f'{self.admin_site.name}:inbox')}?{query.urlencode()}")

    def moderate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change one row as one of the buttons on its page says, and go back there."""
        item = self.moderated_or_404(request, pk)
        verb = VERBS.get(request.POST.get("do", ""))
        if verb is None:
            raise BadRequest("an unknown thing to do")
        if verb.code == "approve" and self.is_changed(request, item):
            self.message_user(request, words_changed(1), messages.WARNING)
            return self.back_from(request, item)
        why = clean_line(request.POST.get("why", ""))
        outcome = act(verb, {kind_of(item): [pk]}, by=request.user, why=why)
        self.message_user(request, str(outcome), outcome.level)
        return self.back_from(request, item)

    def is_changed(self, request: HttpRequest, item: Any) -> bool:
        """Does `item` say something else than when the page was made that a button stood in?"""
        seen = request.POST.get("seen")
        return bool(seen and changed_since(read_moment(seen), kind_of(item), [item.pk]))

    def moderated_or_404(self, request: HttpRequest, pk: int):
        """Return row `pk` for somebody who may change it. Raises PermissionDenied and Http404."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.model.objects.for_queue(), pk=pk)

    def back_from(self, request: HttpRequest, item) -> HttpResponse:
        """Lead to the list that a button stood in, or to the row's own page."""
        if "back" not in request.POST:
            return redirect(self.address("change", item.pk))
        query = QueryDict(request.POST["back"]).urlencode()
        return redirect(f"{reverse(f'{self.admin_site.name}:inbox')}?{query}")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and not self.fields:
            return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET"})
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        item = context["original"]
        if context["errors"]:
            # The form wrote what it refused into its row.
            item.refresh_from_db()
        kinds = kinds_for(request.user)
        context |= {
            "title": _("%(kind)s on “%(post)s”")
            % {"kind": str(self.opts.verbose_name).capitalize(), "post": item.post},
            "subtitle": None,
            "verbs": offered(item.status) if item.is_open_to_change else [],
            "records": item.records.select_related("by"),
            "relations": relations(item, kind_of(item), kinds, request.user),
            "next_page": self.next_page(item, kinds),
            "back": request.POST.get("back"),
            "seen": timezone.now().isoformat(),
            "key": f"{kind_of(item).name}-{item.pk}",
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def next_page(self, item: Any, kinds: Sequence[InboxKind]) -> str:
        """Return the page of what waits next in the order of the inbox: older ones first."""
        waiting = {kind.name: kind.rows.pending() for kind in kinds}
        waiting[kind_of(item).name] = self.model.objects.pending().exclude(pk=item.pk)
        found = merged_page(waiting, 1, before=Place.of(item)).items
        return kind_of(found[0]).page_of(found[0], self.admin_site) if found else ""
