"""Taking back a comment: off the page for good, while the answers to it keep their places."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.feedback import moderation
from blog.feedback.models import Status
from comments.models import Comment, CommentRecord
from comments.threads import as_nodes
from comments.withdrawal import withdraw
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db


def only(comment):
    return Comment.objects.filter(pk=comment.pk)


@pytest.mark.parametrize("status", Status.values)
def test_it_is_removed_whatever_became_of_it(status):
    comment = make_comment(status=status)
    assert withdraw(comment)
    comment.refresh_from_db()
    assert comment.status == Status.REMOVED
    assert comment.withdrawn_at is not None
    assert comment.reasons[-1]["code"] == "withdrawn"
    comment.post.refresh_from_db()
    assert comment.post.comment_count == 0


def test_the_record_says_that_its_writer_did_it():
    comment = make_comment()
    withdraw(comment)
    record = CommentRecord.objects.filter(item=comment).last()
    assert (record.by, record.by_sender, record.new_status) == (None, True, Status.REMOVED)


def test_a_second_time_changes_nothing():
    comment = make_comment()
    withdraw(comment)
    records = comment.records.count()
    assert not withdraw(comment)
    assert comment.records.count() == records


@pytest.mark.parametrize(
    "change",
    [moderation.approve, moderation.hold, moderation.mark_as_spam, moderation.restore],
)
def test_no_moderator_brings_it_back(change):
    comment = make_comment()
    withdraw(comment)
    assert change(only(comment), by=make_user(is_staff=True)) == 0
    comment.refresh_from_db()
    assert comment.status == Status.REMOVED


def test_the_database_holds_to_it():
    comment = make_comment()
    with pytest.raises(IntegrityError), transaction.atomic():
        only(comment).update(withdrawn_at=timezone.now())


def test_its_answers_keep_their_places_below_an_empty_one():
    comment = make_comment()
    answer = make_comment(parent=comment)
    withdraw(comment)
    shown = Comment.objects.filter(post=comment.post).approved().in_thread_order()
    place, below = as_nodes(shown)
    assert (place.pk, place.comment) == (comment.pk, None)
    assert below.comment == answer


def test_the_same_words_may_be_sent_again_afterwards():
    post = make_post()
    withdraw(make_comment(post, author_name="Ann", text="Hello"))
    assert make_comment(post, author_name="Ann", text="Hello").is_public
