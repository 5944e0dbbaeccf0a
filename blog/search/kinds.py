"""What can be searched: each app brings its own, and none is named here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from blog.search import index
from blog.search.index import Index, id_of, key_after

# Rows that have the words, but stand where nobody may read them now, are passed over so often.
MOST_LOOKS = 5


@dataclass(frozen=True)
class Found:
    """A page of what was found; `after` leads to the next one, None on the last."""

    rows: list[Any]
    after: int | None


class SearchKind:
    """One list of results. `name` is what addresses call it, `template` prints one `found` row."""

    name: str
    title: str | Promise
    template: str
    index: Index

    def readable(self) -> QuerySet:
        """Return what everyone may read now, with all that its template prints."""
        raise NotImplementedError

    def find(self, words: Sequence[str], number: int, after: int | None = None) -> Found:
        """Return up to `number` rows that have all `words`, the newest first, behind `after`.

        Two queries, whose cost does not grow with the rows that there are.
        """
        limit = key_after(timezone.now())
        before = limit if after is None else min(after, limit)
        rows: list[Any] = []
        for _look in range(MOST_LOOKS):
            keys = self.index.newest(words, number + 1, before)
            by_id = {row.pk: row for row in self.readable().filter(pk__in=map(id_of, keys))}
            for key in keys:
                if row := by_id.get(id_of(key)):
                    if len(rows) == number:
                        return Found(rows, before)
                    rows.append(row)
                before = key
            if len(keys) <= number:
                return Found(rows, None)
        return Found(rows, before)


_kinds: dict[str, SearchKind] = {}


def register(kind: SearchKind) -> None:
    """Let `kind` be searched. The one that is registered first is what a search shows first."""
    _kinds[kind.name] = kind
    index.register(kind.index)


def kinds() -> list[SearchKind]:
    return list(_kinds.values())
