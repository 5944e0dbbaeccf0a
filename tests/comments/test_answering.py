"""What needs the author's answer: questions, newcomers, threads in which a reader spoke last."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from blog.feedback.models import Status
from comments import answering
from comments.models import Comment
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def regular():
    """The fields of a reader whose first comment stands elsewhere, and was answered."""
    said = {"author_name": "Ann", "email": "ann@example.org"}
    first = make_comment(text="Hello.", **said)
    age(first, days=29)
    make_comment(parent=first, user=make_user(is_staff=True), text="Welcome!")
    return said


def age(comment, **span):
    moment = timezone.now() - timedelta(**span)
    Comment.objects.filter(pk=comment.pk).update(created_at=moment)


def why(comment):
    row = Comment.objects.unanswered().filter(pk=comment.pk).first()
    if row is None:
        return None
    names = ("is_question", "is_first", "is_last")
    return {name for name in names if getattr(row, name)}


def test_a_plain_word_of_somebody_known_needs_no_answer_yet(regular):
    assert why(make_comment(text="Well said.", **regular)) is None


def test_a_question_needs_an_answer(regular):
    assert why(make_comment(text="Do owls sleep?", **regular)) == {"is_question"}


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Why? I wonder.", True),
        ("Well.\n\n*Why?*", True),
        ("ماذا؟", True),
        ("なぜ\uff1f", True),
        ("See https://e.example/?a=b", False),
        ("> Why?\n\nI know why.", False),
        ("Well.\n> Why?\n", False),
        ("No question.", False),
    ],
)
def test_a_question_mark_in_an_address_or_a_quotation_asks_nothing(regular, text, asks):
    assert (why(make_comment(text=text, **regular)) is not None) == asks


def test_the_first_comment_of_somebody_needs_an_answer():
    assert why(make_comment(text="Hello.")) == {"is_first"}


def test_what_was_never_shown_does_not_make_somebody_known():
    make_comment(text="Spam.", email="ann@example.org", status=Status.SPAM)
    assert why(make_comment(text="Hello.", email="ann@example.org")) == {"is_first"}


def test_a_thread_in_which_a_reader_spoke_last_a_day_ago_needs_an_answer(regular):
    first = make_comment(text="Well said.", **regular)
    answer = make_comment(parent=first, text="So it is.", **regular)
    age(first, hours=50)
    age(answer, hours=25)
    assert why(first) is None
    assert why(answer) == {"is_last"}
    age(answer, hours=23)
    assert why(answer) is None


def test_whoever_of_the_blog_spoke_later_in_the_thread_has_answered(regular):
    rosa = make_user(is_staff=True)
    first = make_comment(text="Do owls sleep?", **regular)
    second = make_comment(parent=first, text="Do they?", **regular)
    make_comment(parent=first, user=rosa, text="By day.")
    assert (why(first), why(second)) == (None, None)
    third = make_comment(parent=second, text="Really?", **regular)
    assert why(third) == {"is_question"}


def test_an_answer_in_another_thread_is_none(regular):
    post = make_post()
    asked = make_comment(post, text="Do owls sleep?", **regular)
    make_comment(parent=make_comment(post), user=make_user(is_staff=True))
    assert why(asked) == {"is_question"}


@pytest.mark.parametrize("status", [Status.PENDING, Status.SPAM, Status.REMOVED])
def test_what_is_not_shown_needs_no_answer(status):
    assert why(make_comment(text="Why?", status=status)) is None


def test_what_is_long_past_or_on_a_draft_needs_no_answer():
    old = make_comment(text="Why?")
    age(old, days=31)
    hidden = make_comment(text="Why?")
    type(hidden.post).objects.filter(pk=hidden.post_id).update(status="draft")
    assert (why(old), why(hidden)) == (None, None)


def test_what_the_author_wrote_herself_needs_no_answer():
    assert why(make_comment(user=make_user(is_staff=True), text="Why?")) is None


def test_what_needs_no_answer_is_put_by_and_on_the_record():
    rosa, comment = make_user("rosa"), make_comment(text="Why?")
    batch, undo = uuid4(), uuid4()
    rows = Comment.objects.filter(pk=comment.pk)

    assert answering.settle(rows, by=rosa, batch=batch) == 1
    assert answering.settle(rows, by=rosa, batch=uuid4()) == 0
    assert why(comment) is None
    record = comment.records.last()
    assert (record.by, record.batch, record.is_edit) == (rosa, batch, True)
    assert record.why == "Needs no answer."

    assert answering.unsettle(batch, by=rosa, batch=undo) == 1
    assert answering.unsettle(batch, by=rosa, batch=undo) == 0
    assert why(comment) == {"is_question", "is_first"}
    assert comment.records.last().undoes == batch


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what is stored")
def test_what_a_writer_said_before_is_found_by_an_index_however_much_is_older():
    plan = Comment.objects.unanswered().order_by().explain()
    assert plan.count("comment_sender (email=? AND status=?)") == 2
    assert "created_at<" not in plan
