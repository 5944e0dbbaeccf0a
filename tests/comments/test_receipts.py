"""What a receipt says: where the comment stands, by whom, and what can still be done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.feedback import moderation
from blog.feedback.models import Status
from comments.appeals import appeal
from comments.models import Comment
from comments.receipts import State, make_out
from comments.withdrawal import withdraw
from tests.factories import make_comment, make_post, make_submission, make_user

pytestmark = pytest.mark.django_db


def only(comment):
    return Comment.objects.filter(pk=comment.pk)


def receipt_of(comment):
    comment.refresh_from_db()
    return make_out(comment)


def first_comment(*, is_known=False, **fields):
    from comments.services import submit

    return submit(make_post(), make_submission(**fields), is_known=is_known)


def steps_of(receipt):
    return [str(step.label) for step in receipt.steps]


def test_a_first_comment_is_held_and_she_learns_why():
    receipt = receipt_of(first_comment())
    assert receipt.state == State.HELD
    assert not receipt.by_author
    assert "first one from this browser" in str(receipt.reasons[0])
    assert steps_of(receipt) == ["Received", "Held", "Shown"]
    assert [step.is_current for step in receipt.steps] == [False, True, False]
    assert receipt.steps[-1].at is None


def test_what_is_only_being_checked_waits_for_no_author(settings):
    settings.AKISMET_KEY = "key"
    comment = first_comment(is_known=True)
    receipt = receipt_of(comment)
    assert receipt.state == State.RECEIVED
    assert steps_of(receipt) == ["Received", "Shown"]
    assert [step.is_current for step in receipt.steps] == [True, False]
    assert "a minute or two" in str(receipt.reasons[0])
    assert receipt.edit_minutes


def test_what_is_shown_needs_no_reason():
    comment = first_comment()
    moderation.approve(only(comment), by=make_user(is_staff=True))
    receipt = receipt_of(comment)
    assert (receipt.state, receipt.reasons) == (State.SHOWN, [])
    assert steps_of(receipt) == ["Received", "Shown"]
    assert receipt.steps[-1].at == comment.moderated_at


def test_what_the_filter_put_aside_says_so():
    receipt = receipt_of(first_comment(honeypot="x"))
    assert (receipt.state, receipt.by_author) == (State.DECLINED, False)
    assert receipt.reasons
    assert receipt.may_appeal
    assert not receipt.edit_minutes


@pytest.mark.parametrize("decline", [moderation.remove, moderation.mark_as_spam])
def test_what_the_author_declined_gives_his_word_instead_of_the_filters(decline):
    comment = first_comment()
    decline(only(comment), by=make_user(is_staff=True))
    only(comment).update(note_to_reader="No politics here.")
    receipt = receipt_of(comment)
    assert (receipt.state, receipt.by_author) == (State.DECLINED, True)
    assert (receipt.reasons, receipt.note) == ([], "No politics here.")


def test_his_word_is_about_what_is_not_shown():
    comment = make_comment(status=Status.REMOVED)
    only(comment).update(note_to_reader="No politics here.")
    moderation.approve(only(comment))
    assert receipt_of(comment).note == ""


def test_who_asked_for_another_look_waits_without_the_old_reasons():
    comment = first_comment(honeypot="x")
    appeal(comment, "I am a person.")
    receipt = receipt_of(comment)
    assert (receipt.state, receipt.reasons) == (State.HELD, [])
    assert not receipt.may_appeal


def test_what_she_withdrew_can_only_be_read():
    comment = make_comment()
    withdraw(comment)
    receipt = receipt_of(comment)
    assert receipt.state == State.WITHDRAWN
    assert not receipt.edit_minutes
    assert not receipt.may_appeal
    assert steps_of(receipt) == ["Received", "Withdrawn"]


def test_the_minutes_that_are_left_are_counted_generously(time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    comment = make_comment()
    assert receipt_of(comment).edit_minutes == 15
    time_machine.move_to(now + timedelta(minutes=14, seconds=30), tick=False)
    assert receipt_of(comment).edit_minutes == 1
    time_machine.move_to(now + timedelta(minutes=15), tick=False)
    assert receipt_of(comment).edit_minutes == 0


def test_two_queries_make_it_out(django_assert_max_num_queries):
    comment = first_comment()
    make_comment(parent=make_comment(comment.post))
    comment = only(comment).for_receipts().get()
    with django_assert_max_num_queries(2):
        make_out(comment)
