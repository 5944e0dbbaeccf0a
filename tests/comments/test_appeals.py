"""Another look: asked for once, of what is not shown, and the author sees who asks and why."""

import pytest

from blog.feedback import moderation
from blog.feedback.models import Status
from comments.appeals import AppealRefused, appeal, may_appeal
from comments.models import Comment
from comments.withdrawal import withdraw
from tests.factories import make_comment

pytestmark = pytest.mark.django_db
DECLINED = [Status.SPAM, Status.REMOVED]


@pytest.mark.parametrize("status", DECLINED)
def test_what_was_declined_waits_again_with_her_words(status):
    comment = make_comment(status=status)
    appeal(comment, "It is no spam.")
    comment.refresh_from_db()
    assert comment.status == Status.PENDING
    assert comment.appealed_at is not None
    assert comment.reasons[-1]["code"] == "appeal"
    assert "“It is no spam.”" in comment.reasons[-1]["text"]


def test_the_record_tells_that_its_writer_asked_and_why():
    comment = make_comment(status=Status.SPAM)
    appeal(comment, "It is no spam.")
    record = comment.records.last()
    assert (record.by, record.by_sender, record.new_status) == (None, True, Status.PENDING)
    assert "It is no spam." in record.why


def test_she_asks_once_even_if_it_is_declined_again():
    comment = make_comment(status=Status.SPAM)
    appeal(comment, "Please.")
    moderation.mark_as_spam(Comment.objects.filter(pk=comment.pk))
    with pytest.raises(AppealRefused):
        appeal(comment, "Please!")
    comment.refresh_from_db()
    assert comment.status == Status.SPAM
    assert [reason["code"] for reason in comment.reasons].count("appeal") == 1


@pytest.mark.parametrize("status", [Status.PENDING, Status.APPROVED])
def test_nothing_is_to_be_asked_of_what_waits_or_is_shown(status):
    comment = make_comment(status=status)
    assert not may_appeal(comment)
    with pytest.raises(AppealRefused):
        appeal(comment, "Please.")


def test_what_she_withdrew_herself_stays_so():
    comment = make_comment()
    withdraw(comment)
    comment.refresh_from_db()
    assert not may_appeal(comment)
    with pytest.raises(AppealRefused):
        appeal(comment, "I changed my mind.")
