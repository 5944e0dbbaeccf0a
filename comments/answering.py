"""Comments that need no answer: put by, and taken up again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from comments.models import Comment, CommentRecord


@transaction.atomic
def settle(rows: QuerySet, *, by: Any, batch: UUID | None) -> int:
    """Note that `rows` need no answer, with a word in the audit trail; return how many are new."""
    found = _locked(rows.filter(settled_under=None))
    Comment.objects.filter(pk__in=[pk for pk, _status in found]).update(settled_under=batch)
    _record(found, by=by, batch=batch, why=_("Needs no answer."))
    return len(found)


@transaction.atomic
def unsettle(undone: UUID, *, by: Any, batch: UUID) -> int:
    """Take back what was settled under the batch `undone`; return how many that were."""
    found = _locked(Comment.objects.filter(settled_under=undone))
    Comment.objects.filter(pk__in=[pk for pk, _status in found]).update(settled_under=None)
    _record(found, by=by, batch=batch, undoes=undone, why=_("Needs an answer after all."))
    return len(found)


def _locked(rows: QuerySet) -> list[tuple[int, str]]:
    locked = rows.order_by("pk").select_for_update(no_key=True)
    return list(locked.values_list("pk", "status"))


def _record(found: list[tuple[int, str]], **trail: Any) -> None:
    CommentRecord.objects.bulk_create(
        CommentRecord(item_id=pk, old_status=status, new_status=status, **trail)
        for pk, status in found
    )
