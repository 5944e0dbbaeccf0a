"""The audit trail of all kinds in one list: who did what, when and why, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from blog.feedback.inbox.kinds import InboxKind, kind_of
from blog.row_ids import is_row_id

PAGE_SIZE = 100
# Of what was done at once so many rows are named, and the others counted.
NAMED_ROWS = 5

# Below which id the records of each kind are still to be shown; records are never altered, so
# that their ids tell their order.
Bounds = Mapping[str, int]


@dataclass(frozen=True)
class Entry:
    """What was done at once: `records` share all but their rows."""

    kind: InboxKind
    records: list[Any]
    can_undo: bool

    @property
    def first(self) -> Any:
        return self.records[0]

    @property
    def named(self) -> list[Any]:
        return self.records[:NAMED_ROWS]

    @property
    def more(self) -> int:
        return len(self.records) - len(self.named)


def read_bounds(text: str) -> dict[str, int]:
    """Read what `write_bounds` wrote; what is nonsense bounds nothing."""
    parts = (part.partition("-") for part in text.split("."))
    return {name: int(pk) for name, _dash, pk in parts if is_row_id(pk)}


def write_bounds(bounds: Bounds) -> str:
    return ".".join(f"{name}-{pk}" for name, pk in bounds.items())


def entries(kinds: Sequence[InboxKind], bounds: Bounds) -> tuple[list[Entry], dict[str, int]]:
    """Return what was done before `bounds`, and the bounds of what is older: none at the end.

    Two queries a kind, however long the trail is.
    """
    found = [record for kind in kinds for record in _records(kind, bounds.get(kind.name))]
    newest = sorted(found, key=lambda record: record.at, reverse=True)[:PAGE_SIZE]
    if not newest:
        return [], {}
    standing = _standing(kinds, {record.batch for record in newest if record.batch})
    groups = (list(same) for _key, same in groupby(newest, key=_at_once))
    shown = [
        Entry(kind_of(group[0].item), group, can_undo=group[0].batch in standing)
        for group in groups
    ]
    lowest = {kind_of(record.item).name: record.pk for record in newest}
    return shown, dict(bounds) | lowest if len(found) > PAGE_SIZE else {}


def _records(kind: InboxKind, below: int | None) -> Any:
    records = kind.model.record_model.objects.select_related("by", "item__post")
    long_texts = ("item__post__body", "item__post__html", "item__post__teaser")
    records = records.defer(*long_texts).order_by("-pk")
    return (records.filter(pk__lt=below) if below else records)[: PAGE_SIZE + 1]


def _standing(kinds: Sequence[InboxKind], batches: set) -> set:
    found: set = set()
    for kind in kinds:
        records = kind.model.record_model.objects.filter(batch__in=batches)
        found |= set(records.standing().order_by().values_list("batch", flat=True).distinct())
    return found


def _at_once(record: Any) -> Any:
    """What the records of one thing done share; what was done without a batch stands alone."""
    if record.batch is None:
        return type(record), record.pk
    return type(record), record.batch, record.old_status, record.new_status, record.why
