"""What its writer changes in a comment, for a quarter of an hour or until somebody answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.current import site_settings
from blog.feedback import moderation
from blog.feedback.models import Status
from comments.appeals import appeal
from comments.editing import EditRefused, edit_own, ends_at, why_final
from comments.models import Comment
from comments.withdrawal import withdraw
from tests.factories import make_comment, make_submission, make_user

pytestmark = pytest.mark.django_db
LINKS = "Look at all of these: https://a.example https://b.example https://c.example"


def change(comment, *, is_known=True, **fields):
    fields = {"author_name": comment.name, "text": comment.body} | fields
    changed = edit_own(comment, make_submission(**fields), is_known=is_known)
    comment.refresh_from_db()
    return changed


def codes(comment):
    return [reason["code"] for reason in comment.reasons]


def set_policy(policy):
    row = site_settings()
    row.comment_policy = policy
    row.save()


def test_a_change_that_is_decent_stays_on_the_page():
    comment = make_comment(text="Helo", author_name="Ann")
    assert change(comment, author_name="Anne", text="*Hello*", url="https://a.example") == [
        "name", "url", "body",
    ]  # fmt: skip
    assert comment.is_public
    assert (comment.name, comment.html) == ("Anne", "<p><em>Hello</em></p>")
    assert comment.edited_at is not None


def test_her_address_stays():
    comment = make_comment(email="ann@example.com")
    change(comment, text="New words", email="bob@example.com")
    assert comment.email == "ann@example.com"


def test_the_record_tells_that_she_did_it_and_what_was_said_before():
    comment = make_comment(text="Old words")
    change(comment, text="New words")
    record = comment.records.last()
    assert (record.by, record.by_sender, record.is_edit) == (None, True, True)
    assert "Text (was “Old words”)" in record.why
    assert record.before["body"] == "Old words"


def test_no_change_leaves_no_record():
    comment = make_comment()
    records = comment.records.count()
    assert change(comment) == []
    assert comment.records.count() == records
    assert comment.edited_at is None


def test_what_speaks_against_it_without_holding_it_is_that_of_the_new_words():
    comment = make_comment(text="Hello")
    Comment.objects.filter(pk=comment.pk).update(reasons=[{"code": "links", "text": "Has many."}])
    change(comment, text="Hello again")
    assert comment.is_public
    assert "links" not in codes(comment)


def test_a_shown_comment_that_becomes_suspicious_is_held():
    comment = make_comment(text="Hello")
    change(comment, text=LINKS)
    assert comment.status == Status.PENDING
    assert {"links", "edited"} <= set(codes(comment))
    comment.post.refresh_from_db()
    assert comment.post.comment_count == 0


def test_on_a_blog_that_holds_all_a_change_is_read_again():
    set_policy("hold_all")
    comment = make_comment()
    change(comment, text="New words")
    assert comment.status == Status.PENDING


def test_what_waits_goes_on_waiting_however_decent_it_became():
    comment = make_comment(status=Status.PENDING, text=LINKS)
    change(comment, text="Hello")
    assert comment.status == Status.PENDING
    assert codes(comment) == ["edited"]


def test_a_change_does_not_hide_that_she_asked_for_another_look():
    comment = make_comment(status=Status.SPAM)
    appeal(comment, "Please.")
    comment.refresh_from_db()
    change(comment, text=LINKS)
    assert comment.status == Status.PENDING
    assert {"links", "edited", "appeal"} <= set(codes(comment))


def refused(comment, **fields):
    with pytest.raises(EditRefused) as refusal:
        change(comment, **{"text": "New words"} | fields)
    comment.refresh_from_db()
    assert comment.body != "New words"
    return str(refusal.value.message)


def test_after_a_quarter_of_an_hour_it_is_final(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    comment = make_comment()
    time_machine.move_to(ends_at(comment) - timedelta(seconds=1), tick=False)
    assert not why_final(comment)
    change(comment, text="In time")
    time_machine.move_to(ends_at(comment), tick=False)
    assert "fifteen minutes" in refused(comment)


@pytest.mark.parametrize("status", [Status.PENDING, Status.APPROVED])
def test_an_answer_makes_it_final(status):
    comment = make_comment()
    make_comment(parent=comment, status=status)
    assert "has answered" in refused(comment)


@pytest.mark.parametrize("status", [Status.SPAM, Status.REMOVED])
def test_an_answer_that_was_declined_does_not(status):
    comment = make_comment()
    make_comment(parent=comment, status=status)
    assert change(comment, text="New words") == ["body"]


@pytest.mark.parametrize("status", [Status.SPAM, Status.REMOVED])
def test_what_was_declined_is_final(status):
    assert "not shown" in refused(make_comment(status=status))


def test_what_was_withdrawn_is_final():
    comment = make_comment()
    withdraw(comment)
    assert "not shown" in refused(comment)


def test_what_the_author_held_is_not_let_through_by_a_change():
    comment = make_comment()
    moderation.hold(Comment.objects.filter(pk=comment.pk), by=make_user(is_staff=True))
    change(comment, text="New words")
    assert comment.status == Status.PENDING
