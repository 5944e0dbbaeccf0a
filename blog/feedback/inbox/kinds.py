"""The kinds of feedback that the inbox shows: each app brings its own."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.admin import AdminSite
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from blog.feedback import moderation
from blog.feedback.blocking import block
from blog.feedback.inbox.senders import Mark, in_network
from blog.feedback.kinds import FeedbackKind, kind_named, kinds
from blog.feedback.models import Feedback
from blog.feedback.querysets import FeedbackQuerySet
from blog.limits import network_of
from blog.models import BlockRule

_BLOCKED_AS = {
    "email": BlockRule.Kind.TERM,
    "ip": BlockRule.Kind.NETWORK,
    "network": BlockRule.Kind.NETWORK,
    "host": BlockRule.Kind.HOST,
}


class InboxKind(FeedbackKind):
    """A kind that the inbox lists, searches, knows by its senders, and blocks."""

    # Extends admin/feedback/inbox_row.html.
    row_template: ClassVar[str]
    search_fields: ClassVar[tuple[str, ...]]
    # What tells best who sent a row, and which mark that is.
    sender_column: ClassVar[str]
    sender_mark: ClassVar[str]
    # Code -> name and selection of a part of the kind that can be listed alone.
    parts: ClassVar[dict[str, tuple[str | Promise, Q]]] = {}

    @property
    def rows(self) -> FeedbackQuerySet:
        return self.model.objects.all()

    @property
    def opts(self) -> Any:
        """What names the pages of its rows in the admin."""
        return self.model._meta

    def page_of(self, item: Any, site: AdminSite) -> str:
        """Return the address of the page of one row in the admin `site`."""
        name = f"{site.name}:{self.opts.app_label}_{self.name}_change"
        return reverse(name, args=[item.pk])

    def may(self, user: Any, do: str) -> bool:
        return user.has_perm(f"{self.model._meta.app_label}.{do}_{self.name}")

    def may_see(self, user: Any) -> bool:
        return self.may(user, "view") or self.may(user, "change")

    def marks(self, item: Any) -> list[Mark]:
        """Return by what the sender of `item` is known again, the surest first."""
        if not item.ip:
            return []
        return [Mark("ip", item.ip), Mark("network", network_of(item.ip))]

    def sender(self, item: Any) -> Mark | None:
        """Return the mark that is in `sender_column`, if `item` has any."""
        value = getattr(item, self.sender_column)
        return Mark(self.sender_mark, value) if value else None

    def sent_by(self, mark: Mark) -> Q:
        """Select what bears `mark`."""
        if mark.code == "ip":
            return Q(ip=mark.value)
        return in_network(mark.value) if mark.code == "network" else Q(pk=None)

    def unanswered(self) -> FeedbackQuerySet:
        """What is shown and needs an answer by the author, with the reasons as columns."""
        return self.rows.none()

    def settle(self, rows: QuerySet, *, by: Any, batch: UUID | None) -> int:
        """Note that `rows` need no answer; return how many are noted now."""
        return 0

    def undo(self, undone: UUID, *, by: Any, batch: UUID) -> int:
        """Take back what was done under the batch `undone`; return how many rows changed."""
        return moderation.undo(self.model, undone, by=by, batch=batch, why=_("Taken back."))

    def can_block(self, mark: Mark, user: Any) -> bool:
        may_rule = user.has_perms(["blog.add_blockrule", "blog.change_blockrule"])
        return mark.code in _BLOCKED_AS and may_rule

    def block(self, item: Any, mark: Mark, *, by: Any, batch: UUID) -> int:
        """Block what bears `mark` from now on; it and what waits with that mark becomes spam.

        Returns how many rows changed. Raises PlaceRefused.
        """
        # Ids and no words: both outlive what the writer erases, and the sweep of addresses.
        why = _("Blocked from now on: %(what)s.") % {"what": mark.label}
        origin = f"{capfirst(self.opts.verbose_name)} {item.pk}"
        with transaction.atomic():
            block(_BLOCKED_AS[mark.code], mark.value, by, origin)
            waiting = self.rows.pending().filter(self.sent_by(mark))
            rows = waiting | self.rows.filter(pk=item.pk)
            return moderation.mark_as_spam(rows, by=by, why=why, batch=batch)


def kinds_for(user: Any) -> list[InboxKind]:
    """Return the kinds that `user` may see."""
    return [kind for kind in kinds() if isinstance(kind, InboxKind) and kind.may_see(user)]


def kind_of(item: Feedback) -> InboxKind:
    """Return the kind of a row. Raises LookupError where the inbox does not list it."""
    kind = kind_named(str(item._meta.model_name))
    if not isinstance(kind, InboxKind):
        raise LookupError(item)
    return kind
