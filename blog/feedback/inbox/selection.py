"""What of the inbox is listed: a status, a kind, a post, a time, a reason, a sender, words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import and_, or_
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from blog.feedback.filters import REASONS, SPANS
from blog.feedback.inbox.kinds import InboxKind
from blog.feedback.inbox.senders import Mark, read_mark
from blog.feedback.models import Status
from blog.feedback.querysets import FeedbackQuerySet
from blog.models import Post
from blog.pagination import count_up_to_most
from blog.row_ids import is_row_id

EVERY_STATUS = "all"
UNANSWERED = "unanswered"
# The posts of so many rows are listed to choose from; search finds the others by their title.
LISTED_ROWS = 100
# Each word is looked for in every column.
MOST_WORDS = 10

TABS: dict[str, str | Promise] = {
    Status.PENDING.value: _("Pending"),
    UNANSWERED: _("Needs your answer"),
    Status.APPROVED.value: _("Approved"),
    Status.SPAM.value: _("Spam"),
    Status.REMOVED.value: _("Removed"),
    EVERY_STATUS: _("All"),
}


@dataclass(frozen=True)
class Tab:
    """The way to one status; `count` is of what the other choices let through, up to a limit."""

    status: str
    label: str | Promise
    count: int
    query: str
    is_current: bool


class SelectionForm(forms.Form):
    """What the address of the inbox says; what it says wrongly selects nothing."""

    status = forms.ChoiceField(choices=list(TABS.items()), required=False, widget=forms.HiddenInput)
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": _("A search is at most 200 characters long.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    post = forms.CharField(label=_("Post"), required=False, widget=forms.Select)
    received = forms.ChoiceField(
        label=_("Received"), choices=[("", _("any")), *SPANS.items()], required=False
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            ("", _("any")),
            ("any", _("has a reason")),
            ("none", _("has no reason")),
            *REASONS.items(),
        ],
        required=False,
    )
    sender = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, kinds: list[InboxKind]):
        super().__init__(data, auto_id="inbox-%s", label_suffix="")
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = [("", _("any")), *_kind_choices(kinds)]

    def clean_post(self) -> str:
        text = self.cleaned_data["post"]
        return text if is_row_id(text) else ""

    def clean_sender(self) -> Mark | None:
        return read_mark(self.cleaned_data["sender"])


def _kind_choices(kinds: list[InboxKind]) -> list[tuple[str, Any]]:
    choices: list[tuple[str, Any]] = []
    for kind in kinds:
        choices.append((kind.name, capfirst(kind.model._meta.verbose_name_plural)))
        choices += [(f"{kind.name}.{code}", name) for code, (name, _q) in kind.parts.items()]
    return choices


class Selection:
    """The rows that an address of the inbox names, of each kind that somebody may see."""

    def __init__(self, query: QueryDict, kinds: list[InboxKind]):
        self.form = SelectionForm(query, kinds)
        self.form.is_valid()
        chosen = self.form.cleaned_data
        self.status: str = chosen.get("status") or Status.PENDING.value
        self.post: str = chosen.get("post") or ""
        self.received: str = chosen.get("received") or ""
        self.reason: str = chosen.get("reason") or ""
        self.words: str = chosen.get("q") or ""
        self.sender: Mark | None = chosen.get("sender")
        self.kind: str = chosen.get("kind") or ""
        name, _dot, part = self.kind.partition(".")
        self._part = part
        self.kinds = [kind for kind in kinds if name in {"", kind.name}]

    # --- The rows ---

    def rows(self) -> dict[str, FeedbackQuerySet]:
        """Return what is listed, by the name of its kind."""
        return {kind.name: self.rows_of(kind) for kind in self.kinds}

    def rows_of(self, kind: InboxKind) -> FeedbackQuerySet:
        if self.status == UNANSWERED:
            return self._narrowed(kind, kind.unanswered())
        rows = self._narrowed(kind, kind.rows)
        return rows if self.status == EVERY_STATUS else rows.filter(status=self.status)

    def _narrowed(self, kind: InboxKind, rows: FeedbackQuerySet) -> FeedbackQuerySet:
        rows = rows.filter(self._condition(kind))
        if self.received:
            rows = rows.received_within(timedelta(days=int(self.received)))
        if self.reason in REASONS:
            rows = rows.with_reason(self.reason)
        return rows

    def _condition(self, kind: InboxKind) -> Q:
        condition = reduce(and_, (self._found(kind, word) for word in self._words()), Q())
        if self._part:
            condition &= kind.parts[self._part][1]
        if self.post:
            condition &= Q(post_id=self.post)
        if self.sender:
            condition &= kind.sent_by(self.sender)
        if self.reason in {"any", "none"}:
            has_none = Q(reasons=[])
            condition &= has_none if self.reason == "none" else ~has_none
        return condition

    def _words(self) -> list[str]:
        return self.words.split()[:MOST_WORDS]

    @staticmethod
    def _found(kind: InboxKind, word: str) -> Q:
        return reduce(or_, (Q(**{f"{name}__icontains": word}) for name in kind.search_fields))

    # --- The ways to other selections ---

    def query(self, **changes: Any) -> str:
        """Return the query string of this selection with `changes`; None leaves a part out."""
        parts = {
            "status": self.status,
            "kind": self.kind,
            "post": self.post,
            "received": self.received,
            "reason": self.reason,
            "q": self.words,
            "sender": str(self.sender or ""),
        }
        return urlencode({name: value for name, value in (parts | changes).items() if value})

    @property
    def is_narrowed(self) -> bool:
        return self.query() != urlencode({"status": self.status})

    @cached_property
    def tabs(self) -> list[Tab]:
        """One query counts them all, and none to the end of a long list."""
        counted = [
            (status, rows)
            for kind in self.kinds
            for status, rows in (
                *self._narrowed(kind, kind.rows).by_status().items(),
                (UNANSWERED, self._narrowed(kind, kind.unanswered())),
            )
        ]
        counts = dict.fromkeys(TABS, 0)
        numbers = count_up_to_most(*(rows for _status, rows in counted))
        for (status, _rows), number in zip(counted, numbers, strict=True):
            counts[status] += number
        counts[EVERY_STATUS] = sum(counts[status] for status in Status)
        return [
            Tab(status, label, counts[status], self.query(status=status), status == self.status)
            for status, label in TABS.items()
        ]

    @property
    def total(self) -> int:
        """How many rows are listed, on all pages."""
        return next(tab.count for tab in self.tabs if tab.is_current)

    def offer_posts(self) -> None:
        """Fill the list of posts to choose from with those that were last spoken of."""
        ids = {pk for kind in self.kinds for pk in kind.rows.last_posts(LISTED_ROWS)}
        if self.post:
            ids.add(int(self.post))
        titles = Post.objects.filter(pk__in=ids).order_by("-published_at", "-pk")
        listed = [(pk, title or _("untitled")) for pk, title in titles.values_list("pk", "title")]
        self.form.fields["post"].widget.choices = [("", _("any")), *listed]
