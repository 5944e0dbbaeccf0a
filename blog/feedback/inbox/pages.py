"""Pages of several tables in one order, the newest first, each found by where the last one ended.

However long the lists are, a page costs a query a table and reads no more rows than it shows of
each: numbered pages would count past all that stand before, and skip some that move up meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q

from blog.feedback.querysets import FeedbackQuerySet
from blog.pagination import part_of
from blog.row_ids import is_row_id

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Place(NamedTuple):
    """Where a row stands: later moments first, and in one moment by kind and id."""

    at: datetime
    kind: str
    pk: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // _MICROSECOND}.{self.kind}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """Return the place that `text` names as str() writes it, or None."""
        moment, _dot, rest = text.partition(".")
        kind, _dot, pk = rest.partition(".")
        if not (is_row_id(moment) and is_row_id(pk)):
            return None
        try:
            return cls(_EPOCH + int(moment) * _MICROSECOND, kind, int(pk))
        except OverflowError:
            return None

    @classmethod
    def of(cls, item: Any) -> Place:
        return cls(item.created_at, item._meta.model_name, item.pk)


@dataclass(frozen=True)
class MergedPage:
    """Rows, the newest first; `newer` and `older` name where the next pages begin, if any."""

    items: list[Any]
    newer: Place | None = None
    older: Place | None = None


def merged_page(
    tables: Mapping[str, FeedbackQuerySet],
    size: int,
    *,
    before: Place | None = None,
    after: Place | None = None,
) -> MergedPage:
    """Return `size` rows of `tables` (name of the kind -> rows) next before or after a place.

    Where nothing is left there, the first page.
    """
    upwards = after is not None and before is None
    bound = after if upwards else before
    found = _nearest(tables, size + 1, bound, upwards=upwards)
    if not found and bound:
        return merged_page(tables, size)
    is_cut = len(found) > size
    found = sorted(found[:size], key=Place.of, reverse=True)
    is_newer, is_older = (is_cut, True) if upwards else (bound is not None, is_cut)
    return MergedPage(
        found,
        newer=Place.of(found[0]) if found and is_newer else None,
        older=Place.of(found[-1]) if found and is_older else None,
    )


def _nearest(
    tables: Mapping[str, FeedbackQuerySet], most: int, bound: Place | None, *, upwards: bool
) -> list[Any]:
    found: list[Any] = []
    order = ("created_at", "pk") if upwards else ("-created_at", "-pk")
    for name, rows in tables.items():
        nearest = rows.filter(_beyond(bound, name, upwards=upwards)) if bound else rows
        found += part_of(nearest.order_by(*order), 0, most).for_queue()
    return sorted(found, key=Place.of, reverse=not upwards)[:most]


def _beyond(bound: Place, name: str, *, upwards: bool) -> Q:
    """What of the kind `name` stands past `bound`; a plain comparison of times suits an index."""
    past, from_on = ("gt", "gte") if upwards else ("lt", "lte")
    outside = Q(**{f"created_at__{past}": bound.at})
    if name == bound.kind:
        inside = Q(**{f"created_at__{from_on}": bound.at})
        return inside & (outside | Q(**{f"pk__{past}": bound.pk}))
    is_past = name > bound.kind if upwards else name < bound.kind
    return Q(**{f"created_at__{from_on}": bound.at}) if is_past else outside
