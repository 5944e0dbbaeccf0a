"""The queues of the admin: what can be done with a row, and how the rows are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.utils import model_ngettext
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog.feedback import moderation
from blog.feedback.filters import EVERY_STATUS
from blog.feedback.models import Feedback, Status
from blog.feedback.querysets import FeedbackQuerySet


@dataclass(frozen=True)
class Verb:
    """Something that a moderator does: `done` is how a row stands afterwards."""

    code: str
    label: str | Promise
    change: Callable[..., int]
    done: str | Promise


VERBS = {
    verb.code: verb
    for verb in (
        Verb("approve", gettext_lazy("Approve"), moderation.approve, gettext_lazy("approved")),
        Verb("hold", gettext_lazy("Hold"), moderation.hold, gettext_lazy("held back")),
        Verb("spam", gettext_lazy("Spam"), moderation.mark_as_spam, gettext_lazy("marked as spam")),
        Verb("remove", gettext_lazy("Remove"), moderation.remove, gettext_lazy("removed")),
        Verb("restore", gettext_lazy("Restore"), moderation.restore, gettext_lazy("restored")),
    )
}

_OFFERED = {
    Status.PENDING: ("approve", "spam", "remove"),
    Status.APPROVED: ("hold", "spam", "remove"),
    Status.SPAM: ("restore", "approve", "remove"),
    Status.REMOVED: ("restore", "approve", "spam"),
    EVERY_STATUS: tuple(VERBS),
}


def offered(status: str) -> list[Verb]:
    """Return what makes sense for a row, or a queue of rows, of `status`."""
    return [VERBS[code] for code in _OFFERED[status]]


def outcome(opts, verb: Verb, *, chosen: int, changed: int) -> tuple[int, str]:
    """Return level and words of the message that says how many rows `verb` really changed."""
    if not changed:
        text = _("Nothing changed: %(what)s already stood like that.")
        return messages.WARNING, text % {"what": _counted(opts, chosen)}
    text = _("%(what)s %(done)s.") % {"what": _counted(opts, changed), "done": verb.done}
    if left := chosen - changed:
        text += " " + ngettext("%(n)d needed no change.", "%(n)d needed no change.", left) % {
            "n": left
        }
    return messages.SUCCESS, text


def _counted(opts, number: int) -> str:
    return f"{number} {model_ngettext(opts, number)}"


@dataclass(frozen=True)
class Tab:
    """The way to the queue of one status; `count` is of what the other filters let through."""

    status: str
    label: str | Promise
    count: int
    query: str
    is_current: bool


@dataclass(frozen=True)
class Row:
    item: Feedback
    verbs: list[Verb]


class SearchForm(forms.Form):
    """Bounded, since each word of a search is looked for in every column."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[SEARCH_VAR] = forms.CharField(
            required=False,
            strip=False,
            max_length=200,
            error_messages={"max_length": _("A search is at most 200 characters long.")},
        )


class QueueList(ChangeList):
    """One status of what the filters and the search let through, with the counts of the others."""

    search_form_class = SearchForm
    title: str
    every_status: FeedbackQuerySet
    filter_specs: list[SimpleListFilter]  # type: ignore[assignment]

    def get_queryset(self, request, exclude_parameters=None):
        found = super().get_queryset(request, exclude_parameters)
        self.every_status = cast(FeedbackQuerySet, found).for_queue()
        if self.status == EVERY_STATUS:
            return self.every_status
        return self.every_status.filter(status=self.status)

    @property
    def status(self) -> str:
        return self._filter("status").value()

    @property
    def narrowing(self) -> list:
        """The filters besides the status."""
        return [spec for spec in self.filter_specs if spec.parameter_name != "status"]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query) or any(spec.value() for spec in self.narrowing)

    @cached_property
    def tabs(self) -> list[Tab]:
        counts = self.every_status.status_counts()
        counts[EVERY_STATUS] = sum(counts.values())
        return [
            Tab(
                status=status,
                label=label,
                count=counts.get(status, 0),
                query=self.get_query_string({"status": status}),
                is_current=status == self.status,
            )
            for status, label in self._filter("status").lookup_choices
        ]

    @property
    def rows(self) -> list[Row]:
        return [Row(item, offered(item.status)) for item in self.result_list]

    @property
    def verbs(self) -> list[Verb]:
        """What is offered for all that are picked at once."""
        return offered(self.status)

    @property
    def here(self) -> str:
        """The query string that leads back to this page of the queue."""
        return self.get_query_string({"p": self.page_num} if self.page_num > 1 else {})[1:]

    def _filter(self, name: str):
        return next(spec for spec in self.filter_specs if spec.parameter_name == name)
