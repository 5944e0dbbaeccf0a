"""The only writer of a feedback row's status, with the counts and the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from blog.feedback.learning.lessons import Counted, counted_lessons, recall, teach
from blog.feedback.models import Feedback, ModerationRecord, Status
from blog.models import Post

# What a person's decision says of a row: is it spam? Held again, it is open again. What is removed
# is no spam for that: nothing is learnt of it, and nothing forgotten.
_IS_SPAM = {Status.APPROVED: False, Status.SPAM: True, Status.PENDING: None}


class Trail(TypedDict, total=False):
    """What the records of a change tell besides it: who (nobody: the blog by its own rules, or
    with `by_sender` whoever sent the row), why, and under which batch, for `undo`."""

    by: Any
    by_sender: bool
    why: str
    batch: UUID | None


def approve(rows: QuerySet, **trail: Unpack[Trail]) -> int:
    return change_status(rows, Status.APPROVED, **trail)


def hold(rows: QuerySet, **trail: Unpack[Trail]) -> int:
    return change_status(rows, Status.PENDING, **trail)


def mark_as_spam(rows: QuerySet, **trail: Unpack[Trail]) -> int:
    return change_status(rows, Status.SPAM, **trail)


def remove(rows: QuerySet, **trail: Unpack[Trail]) -> int:
    return change_status(rows, Status.REMOVED, **trail)


def change_status(rows: QuerySet, new: Status, **trail: Unpack[Trail]) -> int:
    """Give every row of `rows` the status `new`; return how many really changed.

    Writes one record a row and recounts the posts, all or nothing. A row that has the status
    already, or is closed to change, is left alone. What is done under one batch can be taken back
    by `undo`, in however many calls it was done.

    Rows are locked before posts, and without their keys: an answer that is just being written
    refers to the row and may hold the post, and each would wait for the other. The counts of the
    classifier, which a person's decision teaches, come after the posts: a transaction that changes
    rows of two kinds has to be two.
    """
    model = rows.model
    with transaction.atomic():
        found = list(
            model.objects.filter(pk__in=_ids(rows))
            .open_to_change()
            .exclude(status=new)
            .order_by("pk")
            .select_for_update(no_key=True)
            .values_list("pk", "post_id", "status")
        )
        before = _write(model, [(pk, old, new) for pk, _, old in found], **trail)
        refresh_counts(model, {post_id for _, post_id, _ in found})
        if trail.get("by") and new in _IS_SPAM:
            ids = [pk for pk, _, _ in found]
            teach(model, ids, is_spam=_IS_SPAM[new], before=before)
    return len(found)


def restore(rows: QuerySet, **trail: Unpack[Trail]) -> int:
    """Undo the last change of each row of `rows`; return how many really changed.

    A row goes back to the status that its newest change of one names as the old, or to pending
    where no record tells; the classifier to what it had learnt of the row before that.
    """
    model = rows.model
    with transaction.atomic():
        found = list(
            model.objects.filter(pk__in=_ids(rows))
            .open_to_change()
            .order_by("pk")
            .select_for_update(no_key=True)
            .values_list("pk", "post_id", "status")
        )
        earlier = _earlier(model, [pk for pk, _, _ in found])
        changes = [(pk, old, earlier[pk][0] or Status.PENDING) for pk, _, old in found]
        changes = [change for change in changes if change[1] != change[2]]
        before = _write(model, changes, **trail)
        refresh_counts(model, {post_id for _, post_id, _ in found})
        recall(model, {pk: earlier[pk][1] for pk, _, _ in changes}, before=before)
    return len(changes)


def undo(model: type[Feedback], undone: UUID, **trail: Unpack[Trail]) -> int:
    """Take back what was done to rows of `model` under the batch `undone`; return how many changed.

    Each row goes back to the status that its record of that batch names as the old; what was
    created in it, an answer, is removed. A row that somebody has changed since is left alone. What
    a crash left of a batch, or of an earlier call, is taken back by this one, and nothing twice.
    """
    records = model.record_model.objects.filter(batch=undone)
    with transaction.atomic():
        found = list(
            model.objects.filter(pk__in=records.values("item_id"))
            .open_to_change()
            .order_by("pk")
            .select_for_update(no_key=True)
            .values_list("pk", "post_id", "status")
        )
        earlier = _befores(records.standing().changes())
        changes = [
            (pk, old, earlier[pk][0] or Status.REMOVED) for pk, _, old in found if pk in earlier
        ]
        before = _write(model, changes, undoes=undone, **trail)
        refresh_counts(model, {post_id for _, post_id, _ in found})
        recall(model, {pk: earlier[pk][1] for pk, _, _ in changes}, before=before)
    return len(changes)


def record_first_status(row: Feedback, **trail: Unpack[Trail]) -> None:
    """Begin the audit trail of a row that was just created."""
    _record(row.record_model, **trail)(item=row, new_status=row.status).save()


def record_edit(
    row: Feedback, *, columns: Mapping[str, Any] | None = None, **trail: Unpack[Trail]
) -> None:
    """Note in the audit trail that something else than the status of `row` was changed.

    `columns` are those that the records of this kind have besides.

    What a person has decided on stands for the words that she leaves: these are learnt instead.
    Must run in the transaction of the edit, which has locked the row, as the last thing in it.
    """
    record = _record(row.record_model, **trail)
    record(item=row, old_status=row.status, new_status=row.status, **columns or {}).save()
    if trail.get("by"):
        before = counted_lessons(type(row), [row.pk])
        for lesson in before.values():
            teach(type(row), [row.pk], is_spam=lesson.is_spam, before=before)


def refresh_counts(model: type[Feedback], post_ids: Iterable[int]) -> None:
    """Write the cached number of approved rows of each post, exactly, under concurrency.

    Locks the posts, then counts them within one update: without the locks, taken by a statement
    of their own, the count would see the snapshot from before the wait. Must run in the
    transaction of the change it follows.
    """
    posts = Post.objects.filter(pk__in=sorted(set(post_ids)))
    list(posts.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    approved = model.objects.approved().filter(post_id=OuterRef("pk")).order_by()
    counts = approved.values("post_id").values_list(Count("pk"))
    posts.update(**{model.post_counter: Coalesce(Subquery(counts), Value(0))})


def _ids(rows: QuerySet) -> list[int]:
    """Pin the rows: a queue filtered by status would change under the update."""
    return list(rows.order_by().values_list("pk", flat=True))


def _earlier(model: type[Feedback], ids: list[int]) -> dict[int, tuple[str, int | None]]:
    changes = model.record_model.objects.filter(item_id__in=ids).changes().order_by("pk")
    return dict.fromkeys(ids, ("", None)) | _befores(changes)


def _befores(records: QuerySet) -> dict[int, tuple[str, int | None]]:
    """Return the status and the lesson that each row had before its last of these records."""
    found = records.values_list("item_id", "old_status", "lesson_before")
    return {pk: (status, lesson) for pk, status, lesson in found}


def _write(
    model: type[Feedback],
    changes: list[tuple],
    *,
    undoes: UUID | None = None,
    **trail: Unpack[Trail],
) -> Counted:
    """Write the statuses and the records; return what the classifier had learnt of the rows."""
    now = timezone.now()
    # Of what she put there herself the author needs no mail.
    mentioned = {"mentioned_at": now if trail.get("by") else None}
    for status in {new for _, _, new in changes}:
        ids = [pk for pk, _, new in changes if new == status]
        model.objects.filter(pk__in=ids).update(status=status, moderated_at=now, **mentioned)
    before = counted_lessons(model, [pk for pk, _, _ in changes])
    record = _record(model.record_model, **trail)
    model.record_model.objects.bulk_create(
        record(
            item_id=pk,
            old_status=old,
            new_status=new,
            at=now,
            undoes=undoes,
            lesson_before=before.get(pk),
        )
        for pk, old, new in changes
    )
    return before


def _record(model: type[ModerationRecord], **trail: Unpack[Trail]) -> Callable[..., Any]:
    return partial(model, **trail | {"why": trail.get("why", "")[:300]})
