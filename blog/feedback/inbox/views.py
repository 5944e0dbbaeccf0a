"""The pages of the inbox: the list, and what its buttons do."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from blog.feedback.inbox import actions, trail
from blog.feedback.inbox.kinds import InboxKind, kinds_for
from blog.feedback.inbox.pages import Place, merged_page
from blog.feedback.inbox.rows import rows_of
from blog.feedback.inbox.selection import Selection
from blog.feedback.inbox.senders import read_mark
from blog.row_ids import is_row_id
from blog.text.plain import clean_line, crop
from blog.web.places import PlaceRefused

PAGE_SIZE = 50


def inbox_paths(site: AdminSite) -> list:
    """Return the addresses of the inbox within the admin `site`."""
    views = (InboxView, TrailView, ModerateView, UndoView, BlockView)
    return [
        path(view.address, site.admin_view(view.as_view(site=site)), name=view.name)
        for view in views
    ]


class InboxPage(View):
    """Open to whoever may see a kind of feedback; all others are refused."""

    address: ClassVar[str]
    name: ClassVar[str]
    site: AdminSite = None  # type: ignore[assignment]
    kinds: list[InboxKind]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kinds = kinds_for(request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any):
        if not self.kinds:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def moderated(self) -> list[InboxKind]:
        """The kinds that whoever is logged in may change."""
        return [kind for kind in self.kinds if kind.may(self.request.user, "change")]


class InboxView(InboxPage):
    """What waits, or whatever else is chosen: a page of it."""

    address, name = "inbox/", "inbox"

    def get(self, request: HttpRequest) -> HttpResponse:
        selection = Selection(request.GET, self.kinds)
        selection.offer_posts()
        bounds = {name: Place.read(request.GET.get(name, "")) for name in ("before", "after")}
        page = merged_page(selection.rows(), PAGE_SIZE, **bounds)
        moderated = self.moderated()
        context = {
            **self.site.each_context(request),
            "title": _("Inbox"),
            "selection": selection,
            "rows": rows_of(page.items, self.kinds, user=request.user, status=selection.status),
            "newer": page.newer and selection.query(after=page.newer),
            "older": page.older and selection.query(before=page.older),
            "here": selection.query(**bounds),
            "seen": timezone.now().isoformat(),
            "verbs": actions.offered(selection.status) if moderated else [],
            "last_done": actions.last_done(request.user, moderated),
        }
        return TemplateResponse(request, "admin/feedback/inbox.html", context)


class TrailView(InboxPage):
    """Who did what, when and why."""

    address, name = "inbox/trail/", "inbox_trail"

    def get(self, request: HttpRequest) -> HttpResponse:
        bounds = trail.read_bounds(request.GET.get("before", ""))
        shown, older = trail.entries(self.kinds, bounds)
        context = {
            **self.site.each_context(request),
            "title": _("What was done"),
            "entries": shown,
            "older": trail.write_bounds(older),
            "is_first": not bounds,
            "may_moderate": bool(self.moderated()),
        }
        return TemplateResponse(request, "admin/feedback/trail.html", context)


class ChangePage(InboxPage):
    """What a button does; then back to where the button was. Looking at one does nothing."""

    http_method_names = ["post"]

    def item(self) -> tuple[InboxKind, Any]:
        """Return the row that a button is about. Raises Http404 and PermissionDenied."""
        kind, pks = next(iter(self.read_keys([self.request.POST.get("item", "")]).items()))
        return kind, get_object_or_404(kind.rows.for_queue(), pk=pks[0])

    def read_keys(self, keys: list[str]) -> dict[InboxKind, list[int]]:
        """Return kinds and ids as `Row.key` writes them. Raises BadRequest, PermissionDenied."""
        chosen: dict[InboxKind, list[int]] = {}
        moderated = {kind.name: kind for kind in self.moderated()}
        for key in keys:
            name, _dash, pk = key.partition("-")
            if not is_row_id(pk):
                raise BadRequest("an id that no row can have")
            if name not in moderated:
                raise PermissionDenied
            chosen.setdefault(moderated[name], []).append(int(pk))
        return chosen

    def back(self) -> HttpResponse:
        """Lead to the page that a button stood in: the list, the trail, or that of a row."""
        if "trail" in self.request.POST:
            return redirect(f"{self.site.name}:inbox_trail")
        if "back" in self.request.POST:
            query = QueryDict(self.request.POST["back"]).urlencode()
            return redirect(f"{reverse(f'{self.site.name}:inbox')}?{query}")
        kind, item = self.item()
        return redirect(kind.page_of(item, self.site))


class ModerateView(ChangePage):
    """Give one row, those that are ticked, or all that are listed another status."""

    address, name = "inbox/moderate/", "inbox_moderate"

    def post(self, request: HttpRequest) -> HttpResponse:
        # The button of one row names it, whatever else is ticked.
        code, _blank, key = request.POST.get("do", "").partition(" ")
        verb = actions.VERBS.get(code)
        if verb is None:
            raise BadRequest("an unknown thing to do")
        chosen = self.read_keys([key]) if key else self.ticked()
        if not any(chosen.values()):
            messages.warning(request, _("Tick what you mean first: nothing was changed."))
            return self.back()
        if verb.code == "approve" and (changed := self.leave_out_changed(chosen)):
            messages.warning(request, words_changed(changed))
            if not any(chosen.values()):
                return self.back()
        why = clean_line(request.POST.get("why", ""))
        outcome = actions.act(verb, chosen, by=request.user, why=why)
        messages.add_message(request, outcome.level, self.words(outcome, chosen))
        return self.back()

    def ticked(self) -> dict[InboxKind, list[int]]:
        if "across" not in self.request.POST:
            return self.read_keys(self.request.POST.getlist("item"))
        selection = Selection(QueryDict(self.request.POST.get("back", "")), self.moderated())
        seen = read_moment(self.request.POST.get("seen", ""))
        listed = {kind: selection.rows_of(kind).received_until(seen) for kind in selection.kinds}
        return {kind: list(rows.values_list("pk", flat=True)) for kind, rows in listed.items()}

    def leave_out_changed(self, chosen: dict[InboxKind, list[int]]) -> int:
        """Take from `chosen` what says something else than when the page was made; return how many.

        Nobody lets words through that she has not read.
        """
        if "seen" not in self.request.POST:
            return 0
        number, seen = 0, read_moment(self.request.POST["seen"])
        for kind, pks in chosen.items():
            changed = actions.changed_since(seen, kind, pks)
            chosen[kind] = [pk for pk in pks if pk not in changed]
            number += len(changed)
        return number

    def words(self, outcome: actions.Outcome, chosen: dict[InboxKind, list[int]]) -> str:
        """Say what became of the rows; of a single one with a way to it, for whoever slipped."""
        (kind, pks), *others = chosen.items()
        if others or len(pks) != 1:
            return str(outcome)
        item = kind.rows.filter(pk=pks[0]).first()
        if item is None:
            return str(outcome)
        link = (kind.page_of(item, self.site), crop(str(item), 60))
        return format_html('{} <a href="{}">{}</a>', outcome, *link)


class UndoView(ChangePage):
    """Take back what was done at once."""

    address, name = "inbox/undo/", "inbox_undo"

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            batch = UUID(request.POST.get("batch", ""))
        except ValueError as error:
            raise BadRequest("no batch") from error
        if not self.moderated():
            raise PermissionDenied
        changed = actions.undo(batch, self.moderated(), by=request.user)
        if any(changed.values()):
            text = _("Taken back: %(what)s.") % {"what": actions.in_words(changed)}
            messages.success(request, text)
        else:
            messages.warning(request, _("Nothing was left to take back."))
        return self.back()


class BlockView(ChangePage):
    """Block what the sender of a row is known by; it and what waits with it becomes spam."""

    address, name = "inbox/block/", "inbox_block"

    def post(self, request: HttpRequest) -> HttpResponse:
        kind, item = self.item()
        mark = read_mark(request.POST.get("mark", ""))
        if mark is None or mark not in kind.marks(item):
            raise BadRequest("nothing of this row")
        if not kind.can_block(mark, request.user):
            raise PermissionDenied
        try:
            changed = kind.block(item, mark, by=request.user, batch=uuid4())
        except PlaceRefused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            said = _("Blocked from now on: %(what)s.") % {"what": mark.value}
            text = ngettext(
                "%(n)d is spam now; undoing takes it back, but not the rule.",
                "%(n)d are spam now; undoing takes them back, but not the rule.",
                changed,
            )
            messages.success(request, f"{said} {text % {'n': changed}}")
        return self.back()


def words_changed(number: int) -> str:
    return ngettext(
        "%(n)d was changed after this page was made, and is as it was: read it again.",
        "%(n)d were changed after this page was made, and are as they were: read them again.",
        number,
    ) % {"n": number}


def read_moment(text: str) -> datetime:
    """Read when a page was made. Raises BadRequest."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        raise BadRequest("no moment")
    return moment
