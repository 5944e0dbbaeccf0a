"""Moderation: one writer of statuses, exact counts, a record of every change."""

import random
from uuid import uuid4

import pytest
from django.db import transaction

from blog.feedback import moderation
from blog.feedback.models import Status
from comments.models import Comment, CommentRecord
from tests.factories import make_comment, make_post, make_trackback, make_user
from trackbacks.models import Trackback, TrackbackRecord

pytestmark = pytest.mark.django_db


def only(row):
    return type(row).objects.filter(pk=row.pk)


def status_of(row):
    row.refresh_from_db()
    return row.status


def test_approving_changes_the_status_and_the_count_of_the_post():
    comment = make_comment(status=Status.PENDING)

    assert moderation.approve(only(comment)) == 1

    assert status_of(comment) == Status.APPROVED
    comment.post.refresh_from_db()
    assert comment.post.comment_count == 1
    assert comment.moderated_at is not None


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (moderation.hold, Status.PENDING),
        (moderation.mark_as_spam, Status.SPAM),
        (moderation.remove, Status.REMOVED),
    ],
)
def test_taking_an_approved_row_off_the_page_lowers_the_count(change, status):
    trackback = make_trackback(status=Status.APPROVED)

    change(only(trackback))

    assert status_of(trackback) == status
    trackback.post.refresh_from_db()
    assert trackback.post.trackback_count == 0


def test_each_change_is_recorded_with_who_when_and_why():
    user, comment = make_user(), make_comment(status=Status.PENDING)

    moderation.mark_as_spam(only(comment), by=user, why="Sells shoes.")

    record = CommentRecord.objects.filter(item=comment).last()
    assert (record.old_status, record.new_status) == (Status.PENDING, Status.SPAM)
    assert (record.by, record.why) == (user, "Sells shoes.")
    assert record.at is not None


def test_a_row_that_has_the_status_already_is_neither_counted_nor_recorded():
    comment = make_comment(status=Status.APPROVED)
    records = CommentRecord.objects.count()

    assert moderation.approve(only(comment)) == 0

    assert CommentRecord.objects.count() == records


def test_a_queue_filtered_by_the_status_it_changes_is_changed_whole():
    post = make_post()
    for _ in range(3):
        make_comment(post=post, status=Status.PENDING)

    assert moderation.approve(Comment.objects.pending()) == 3

    post.refresh_from_db()
    assert post.comment_count == 3


def test_restoring_goes_back_to_the_status_before():
    trackback = make_trackback(status=Status.APPROVED)
    moderation.remove(only(trackback))

    assert moderation.restore(only(trackback)) == 1

    assert status_of(trackback) == Status.APPROVED
    trackback.post.refresh_from_db()
    assert trackback.post.trackback_count == 1


def test_restoring_a_row_without_a_record_makes_it_wait():
    trackback = make_trackback(status=Status.PENDING)
    Trackback.objects.update(status=Status.SPAM)
    TrackbackRecord.objects.all().delete()

    moderation.restore(only(trackback))

    assert status_of(trackback) == Status.PENDING


def test_the_first_status_begins_the_trail():
    trackback = make_trackback(status=Status.PENDING)
    TrackbackRecord.objects.all().delete()

    moderation.record_first_status(trackback, why="w" * 400)

    record = TrackbackRecord.objects.get(item=trackback)
    assert (record.old_status, record.new_status) == ("", Status.PENDING)
    assert len(record.why) == 300


def test_many_rows_of_many_posts_cost_the_same_number_of_queries(django_assert_num_queries):
    for rows in (2, 20):
        for _ in range(rows):
            make_trackback(status=Status.PENDING)
        # The ids, the rows, the update, what was learnt of them, the records, the posts, their
        # counts; and the two ends of a transaction.
        with django_assert_num_queries(9):
            moderation.approve(Trackback.objects.pending())


@pytest.mark.parametrize("seed", range(3))
def test_counts_equal_the_truth_after_each_step_of_a_random_walk(seed):
    chance = random.Random(seed)
    posts = [make_post(), make_post()]
    changes = [
        moderation.approve,
        moderation.hold,
        moderation.mark_as_spam,
        moderation.remove,
        moderation.restore,
    ]
    rows = [make_trackback(chance.choice(posts)).pk for _ in range(6)]
    for _ in range(25):
        picked = chance.sample(rows, chance.randint(1, 4))
        chance.choice(changes)(Trackback.objects.filter(pk__in=picked))
        for post in posts:
            post.refresh_from_db()
            assert post.trackback_count == post.trackbacks.approved().count()


# --- Taking back ---


def state(*rows):
    """What undoing must restore: the status of each row, and what its post counts."""
    for row in rows:
        row.refresh_from_db()
        row.post.refresh_from_db()
    return [(row.status, getattr(row.post, row.post_counter)) for row in rows]


def test_a_batch_is_taken_back_each_row_to_where_it_was():
    rosa, batch, undo = make_user(), uuid4(), uuid4()
    rows = [make_comment(status=status) for status in ("pending", "approved", "spam", "removed")]
    before = state(*rows)
    moderation.mark_as_spam(Comment.objects.all(), by=rosa, batch=batch)

    assert moderation.undo(Comment, batch, by=rosa, batch=undo, why="Slipped.") == 3

    assert state(*rows) == before
    record = rows[0].records.last()
    assert (record.batch, record.undoes, record.why) == (undo, batch, "Slipped.")


def test_a_batch_is_taken_back_once():
    batch, comment = uuid4(), make_comment()
    moderation.remove(only(comment), by=make_user(), batch=batch)
    assert moderation.undo(Comment, batch, by=None, batch=uuid4()) == 1
    assert moderation.undo(Comment, batch, by=None, batch=uuid4()) == 0
    assert status_of(comment) == Status.APPROVED


def test_what_somebody_changed_since_stays_as_she_left_it():
    batch, mine, hers = uuid4(), make_comment(), make_comment()
    moderation.remove(Comment.objects.all(), by=make_user(), batch=batch)
    moderation.mark_as_spam(only(hers), by=make_user(), batch=uuid4())
    assert moderation.undo(Comment, batch, by=None, batch=uuid4()) == 1
    assert (status_of(mine), status_of(hers)) == (Status.APPROVED, Status.SPAM)


def test_what_is_done_again_after_it_was_taken_back_can_be_taken_back_too():
    first, second, third, row = uuid4(), uuid4(), uuid4(), make_comment(status=Status.PENDING)
    moderation.approve(only(row), batch=first)
    moderation.mark_as_spam(only(row), batch=second)
    assert moderation.undo(Comment, second, by=None, batch=uuid4()) == 1
    moderation.remove(only(row), batch=third)
    for batch, status in ((third, Status.APPROVED), (first, Status.PENDING)):
        assert moderation.undo(Comment, batch, by=None, batch=uuid4()) == 1
        assert status_of(row) == status


def test_what_a_crash_left_of_a_batch_is_taken_back():
    batch, done, left = uuid4(), make_comment(), make_comment()
    moderation.remove(only(done), batch=batch)
    with transaction.atomic():
        moderation.remove(only(left), batch=batch)
        transaction.set_rollback(True)
    assert moderation.undo(Comment, batch, by=None, batch=uuid4()) == 1
    assert (status_of(done), status_of(left)) == (Status.APPROVED, Status.APPROVED)


def test_an_answer_that_was_written_in_a_batch_is_removed():
    batch, answer = uuid4(), make_comment(user=make_user(is_staff=True))
    answer.records.update(batch=batch)
    assert moderation.undo(Comment, batch, by=None, batch=uuid4()) == 1
    assert state(answer) == [(Status.REMOVED, 0)]


def test_an_edit_in_between_does_not_stand_in_the_way():
    batch, row = uuid4(), make_comment()
    moderation.remove(only(row), batch=batch)
    moderation.record_edit(row, why="Text.")
    assert moderation.undo(Comment, batch, by=None, batch=uuid4()) == 1
    assert status_of(row) == Status.APPROVED


def test_taking_back_costs_the_same_for_many_rows(django_assert_num_queries):
    for rows in (2, 20):
        for _ in range(rows):
            make_trackback()
        batch = uuid4()
        moderation.remove(Trackback.objects.all(), batch=batch)
        with django_assert_num_queries(9):
            moderation.undo(Trackback, batch, by=None, batch=uuid4())


@pytest.mark.parametrize("seed", range(3))
def test_a_random_walk_is_taken_back_step_by_step(seed):
    chance = random.Random(seed)
    rows = [make_trackback(chance.choice([None, make_post()])) for _ in range(5)]
    history = []
    for _ in range(12):
        batch = uuid4()
        picked = chance.sample([row.pk for row in rows], chance.randint(1, 4))
        history.append((batch, state(*rows)))
        change = chance.choice([moderation.approve, moderation.mark_as_spam, moderation.remove])
        change(Trackback.objects.filter(pk__in=picked), batch=batch)
    for batch, before in reversed(history):
        moderation.undo(Trackback, batch, by=None, batch=uuid4())
        assert state(*rows) == before
