"""What the classifier is taught of each row, what it forgets again, and what it is asked."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet

from blog.feedback.learning.classifier import probability
from blog.feedback.learning.counting import Learnt, change_counts, counts_of
from blog.feedback.learning.prior import with_prior
from blog.feedback.learning.tokens import Words, tokens_of

if TYPE_CHECKING:
    from blog.feedback.models import Feedback, Lesson

# Before anything is known of a text, both sorts are equally probable.
EVEN = 0.5

# Item id -> the lesson of it that counts now.
Counted = Mapping[int, Any]


def spam_probability(words: Words) -> float | None:
    """Return how probable it is that `words` are spam, from 0 to 1: one query.

    Against them speaks what the author has decided so far, and what was known before; for them her
    own decisions alone. None where neither says anything.
    """
    tokens = tokens_of(words)
    learnt = counts_of(tokens)
    found = probability(tokens, with_prior(learnt, tokens))
    if found > EVEN:
        return found
    return min(EVEN, max(found, probability(tokens, learnt))) if learnt else None


def counted_lessons(model: type[Feedback], ids: Collection[int]) -> Counted:
    """Return the lessons of these rows that count now, by the id of the row."""
    lessons = model.lesson_model.objects.filter(item_id__in=ids, is_counted=True)
    return {lesson.item_id: lesson for lesson in lessons}


def teach(
    model: type[Feedback], ids: Collection[int], *, is_spam: bool | None, before: Counted
) -> None:
    """Let each of these rows count as spam, as ham or, with None, as nothing; see `change_counts`.

    Each counts by the words that it has now. `before` tells what counts until now. Must run in the
    transaction of the decision, with the rows locked.
    """
    rows: Iterable[Feedback] = () if is_spam is None else model.objects.filter(pk__in=ids)
    lessons = [
        model.lesson_model(item=row, is_spam=is_spam, tokens=_packed(tokens_of(row.words())))
        for row in rows
    ]
    old = [before[pk] for pk in ids if pk in before]
    _stop_counting(model, old)
    model.lesson_model.objects.bulk_create(lessons)
    _change_counts(lessons, old)


def recall(model: type[Feedback], lesson_ids: Mapping[int, int | None], *, before: Counted) -> None:
    """Let these lessons count again instead of those `before`, as they were: row -> its lesson.

    Must run in the transaction that takes a decision back, with the rows locked.
    """
    old = [
        before[pk] for pk, lesson in lesson_ids.items() if pk in before and before[pk].pk != lesson
    ]
    standing = {lesson.pk for lesson in before.values()}
    wanted = [pk for pk in lesson_ids.values() if pk is not None and pk not in standing]
    again = model.lesson_model.objects.filter(pk__in=wanted)
    lessons = list(again) if wanted else []
    _stop_counting(model, old)
    if lessons:
        again.update(is_counted=True)
    _change_counts(lessons, old)


def forget(rows: QuerySet) -> None:
    """Forget whatever was learnt of `rows`, for good: nothing that is undone brings it back."""
    lessons = rows.model.lesson_model.objects.filter(item__in=rows.order_by().values("pk"))
    with transaction.atomic():
        list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        counted = list(lessons.filter(is_counted=True))
        lessons.delete()
        _change_counts([], counted)


def _stop_counting(model: type[Feedback], lessons: Iterable[Lesson]) -> None:
    if ids := [lesson.pk for lesson in lessons]:
        model.lesson_model.objects.filter(pk__in=ids).update(is_counted=False)


def _change_counts(learnt: Iterable[Lesson], forgotten: Iterable[Lesson]) -> None:
    more, fewer = list(map(_learnt, learnt)), list(map(_learnt, forgotten))
    if more or fewer:
        change_counts(learnt=more, forgotten=fewer)


def _learnt(lesson: Lesson) -> Learnt:
    return _unpacked(bytes(lesson.tokens)), lesson.is_spam


def _packed(tokens: Collection[int]) -> bytes:
    return struct.pack(f"<{len(tokens)}q", *sorted(tokens))


def _unpacked(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // 8}q", packed)
