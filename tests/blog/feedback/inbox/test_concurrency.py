"""Several moderators in the same moment: each thing is done once and taken back once."""

from uuid import uuid4

import pytest

from blog.feedback import moderation
from blog.feedback.inbox import actions
from blog.feedback.inbox.kinds import kind_of
from comments import answering
from comments.models import Comment, CommentRecord
from tests.at_once import WRITERS, at_once
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_batch_that_all_take_back_at_once_is_taken_back_once():
    rosa, post, batch = make_user(is_staff=True), make_post(), uuid4()
    rows = [make_comment(post) for _ in range(5)]
    kind = kind_of(rows[0])
    moderation.mark_as_spam(Comment.objects.all(), by=rosa, batch=batch)

    def take_back(_writer):
        return sum(actions.undo(batch, [kind], by=rosa).values())

    assert sum(at_once(take_back)) == 5
    assert CommentRecord.objects.filter(undoes=batch).count() == 5
    assert Comment.objects.approved().count() == 5
    post.refresh_from_db()
    assert post.comment_count == 5


def test_what_all_decide_on_at_once_is_decided_once_and_each_takes_back_her_own():
    rosa, post = make_user(is_staff=True), make_post()
    rows = [make_comment(post, status="pending") for _ in range(5)]
    kind, ids = kind_of(rows[0]), [row.pk for row in rows]

    def decide(_writer):
        return sum(actions.act(actions.VERBS["approve"], {kind: ids}, by=rosa).changed.values())

    assert sum(at_once(decide)) == 5
    post.refresh_from_db()
    assert post.comment_count == 5
    while done := actions.last_done(rosa, [kind]):
        actions.undo(done.batch, [kind], by=rosa)
    assert Comment.objects.pending().count() == 5


def test_what_all_put_by_at_once_is_put_by_once():
    rosa, comment = make_user(is_staff=True), make_comment(text="Why?")

    def put_by(_writer):
        return answering.settle(Comment.objects.filter(pk=comment.pk), by=rosa, batch=uuid4())

    assert sorted(at_once(put_by)) == [0] * (WRITERS - 1) + [1]
    assert comment.records.filter(batch__isnull=False).count() == 1
