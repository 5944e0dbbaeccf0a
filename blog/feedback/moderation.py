"""The only writer of a feedback row's status, with the counts and the audit trail."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from blog.feedback.models import Feedback, Status
from blog.models import Post


def approve(rows: QuerySet, *, by=None, why: str = "") -> int:
    return change_status(rows, Status.APPROVED, by=by, why=why)


def hold(rows: QuerySet, *, by=None, why: str = "", by_sender: bool = False) -> int:
    return change_status(rows, Status.PENDING, by=by, why=why, by_sender=by_sender)


def mark_as_spam(rows: QuerySet, *, by=None, why: str = "") -> int:
    return change_status(rows, Status.SPAM, by=by, why=why)


def remove(rows: QuerySet, *, by=None, why: str = "", by_sender: bool = False) -> int:
    return change_status(rows, Status.REMOVED, by=by, why=why, by_sender=by_sender)


def change_status(
    rows: QuerySet, new: Status, *, by=None, why: str = "", by_sender: bool = False
) -> int:
    """Give every row of `rows` the status `new`; return how many really changed.

    Writes one record a row (who, when, why) and recounts the posts, all or nothing. A row that
    has the status already, or is closed to change, is left alone. `by` is None where the blog
    acts by its own rules, or where `by_sender` says that whoever sent the row did it.

    Rows are locked before posts, and without their keys: an answer that is just being written
    refers to the row and may hold the post, and each would wait for the other.
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
        changes = [(pk, old, new) for pk, _, old in found]
        _write(model, changes, by=by, why=why, by_sender=by_sender)
        refresh_counts(model, {post_id for _, post_id, _ in found})
    return len(found)


def restore(rows: QuerySet, *, by=None, why: str = "") -> int:
    """Undo the last change of each row of `rows`; return how many really changed.

    A row goes back to the status that its newest change of one names as the old, or to pending
    where no record tells.
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
        earlier = _earlier_statuses(model, [pk for pk, _, _ in found])
        changes = [(pk, old, earlier.get(pk) or Status.PENDING) for pk, _, old in found]
        changes = [change for change in changes if change[1] != change[2]]
        _write(model, changes, by=by, why=why)
        refresh_counts(model, {post_id for _, post_id, _ in found})
    return len(changes)


def record_first_status(row: Feedback, *, by=None, why: str = "") -> None:
    """Begin the audit trail of a row that was just created."""
    row.record_model._default_manager.create(item=row, new_status=row.status, by=by, why=why[:300])


def record_edit(row: Feedback, *, by=None, why: str, by_sender: bool = False) -> None:
    """Note in the audit trail that something else than the status of `row` was changed."""
    row.record_model._default_manager.create(
        item=row,
        old_status=row.status,
        new_status=row.status,
        by=by,
        by_sender=by_sender,
        why=why[:300],
    )


def refresh_counts(model: type[Feedback], post_ids: Iterable[int]) -> None:
    """Write the cached number of approved rows of each post, exactly, under concurrency.

    Locks the post, counts, updates, in this order: a count inside the UPDATE would see the
    snapshot from before the wait. Must run in the transaction of the change it follows.
    """
    for post_id in sorted(set(post_ids)):
        Post.objects.select_for_update(no_key=True).only("pk").get(pk=post_id)
        count = model.objects.approved().filter(post_id=post_id).count()
        Post.objects.filter(pk=post_id).update(**{model.post_counter: count})


def _ids(rows: QuerySet) -> list[int]:
    """Pin the rows: a queue filtered by status would change under the update."""
    return list(rows.order_by().values_list("pk", flat=True))


def _earlier_statuses(model: type[Feedback], ids: list[int]) -> dict[int, str]:
    records = model.record_model._default_manager.filter(item_id__in=ids).order_by("pk")
    changes = records.exclude(old_status=F("new_status"))
    return dict(changes.values_list("item_id", "old_status"))


def _write(
    model: type[Feedback], changes: list[tuple], *, by, why: str, by_sender: bool = False
) -> None:
    now = timezone.now()
    for status in {new for _, _, new in changes}:
        ids = [pk for pk, _, new in changes if new == status]
        model.objects.filter(pk__in=ids).update(status=status, moderated_at=now)
    model.record_model._default_manager.bulk_create(
        model.record_model(
            item_id=pk,
            old_status=old,
            new_status=new,
            by=by,
            by_sender=by_sender,
            why=why[:300],
            at=now,
        )
        for pk, old, new in changes
    )
