"""What the inbox shows of each row: its buttons, what else its sender sent, what can be blocked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise

from blog.feedback.inbox.actions import Verb, offered
from blog.feedback.inbox.kinds import InboxKind
from blog.feedback.inbox.selection import UNANSWERED
from blog.feedback.inbox.senders import Mark
from blog.feedback.models import Status

# (status, its name, how many rows have it)
History = list[tuple[str, str | Promise, int]]


@dataclass(frozen=True)
class Row:
    """`history` is what else the sender sent, who is known by `sender`."""

    kind: InboxKind
    item: Any
    verbs: list[Verb]
    sender: Mark | None
    history: History
    blockable: list[Mark]

    @property
    def key(self) -> str:
        """What names the row in forms."""
        return f"{self.kind.name}-{self.item.pk}"


@dataclass(frozen=True)
class Relation:
    """What bears the same mark as a row, in all kinds."""

    mark: Mark
    history: History
    may_block: bool


def rows_of(
    items: Sequence[Any], kinds: Sequence[InboxKind], *, user: Any, status: str
) -> list[Row]:
    """Return the rows for `items` in a list of `status`, in one query a kind."""
    by_name = {kind.name: kind for kind in kinds}
    counts = {
        kind.name: _count_senders(kind, [item for item in items if isinstance(item, kind.model)])
        for kind in kinds
    }
    rows = []
    for item in items:
        kind = by_name[item._meta.model_name]
        sent = dict(counts[kind.name].get(getattr(item, kind.sender_column), {}))
        rows.append(_row(item, kind, sent, user=user, status=status))
    return rows


def relations(item: Any, kind: InboxKind, kinds: Sequence[InboxKind], user: Any) -> list[Relation]:
    """Return what the sender of `item` is known by, with what else bears it, a query a kind."""
    marks = kind.marks(item)
    counts: dict[Mark, dict[str, int]] = {mark: {} for mark in marks}
    for other in kinds:
        for mark, status, number in _count_marks(other, marks):
            counts[mark][status] = counts[mark].get(status, 0) + number
    return [
        Relation(mark, _history(sent, besides=item), kind.can_block(mark, user))
        for mark, sent in counts.items()
    ]


def _row(item: Any, kind: InboxKind, sent: dict[str, int], *, user: Any, status: str) -> Row:
    may_change = kind.may(user, "change")
    verbs = offered(status if status == UNANSWERED else item.status)
    return Row(
        kind=kind,
        item=item,
        verbs=verbs if may_change and item.is_open_to_change else [],
        sender=kind.sender(item),
        history=_history(sent, besides=item),
        blockable=[mark for mark in kind.marks(item) if may_change and kind.can_block(mark, user)],
    )


def _history(sent: dict[str, int], *, besides: Any) -> History:
    if sent.get(besides.status):
        sent[besides.status] -= 1
    return [(status.value, status.label, n) for status in Status if (n := sent.get(status.value))]


def _count_senders(kind: InboxKind, items: list[Any]) -> dict[str, dict[str, int]]:
    column = kind.sender_column
    senders = {getattr(item, column) for item in items} - {""}
    if not senders:
        return {}
    found = kind.rows.filter(**{f"{column}__in": senders}).order_by().values_list(column, "status")
    counts: dict[str, dict[str, int]] = {}
    for sender, status, number in found.annotate(n=Count("pk")):
        counts.setdefault(sender, {})[status] = number
    return counts


def _count_marks(kind: InboxKind, marks: list[Mark]) -> list[tuple[Mark, str, int]]:
    if not marks:
        return []
    selections = [kind.sent_by(mark) for mark in marks]
    numbers = {f"n{i}": Count("pk", filter=q) for i, q in enumerate(selections)}
    bears_any = Q()
    for selection in selections:
        bears_any |= selection
    found = kind.rows.filter(bears_any).order_by().values_list("status").annotate(**numbers)
    return [
        (mark, status, number)
        for status, *counted in found
        for mark, number in zip(marks, counted, strict=True)
    ]
