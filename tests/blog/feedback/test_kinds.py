"""Both kinds of feedback, asked without knowing which is which."""

import pytest

from blog.feedback.kinds import AnswerRefused, kind_named, kinds
from blog.feedback.models import Status
from blog.feedback.submission import Sender
from tests.factories import make_comment, make_trackback, make_user

pytestmark = pytest.mark.django_db

MAKERS = {"comment": make_comment, "trackback": make_trackback}


def test_the_apps_bring_their_kinds():
    assert {kind.name for kind in kinds()} == set(MAKERS)
    assert kind_named("nothing") is None


@pytest.mark.parametrize("name", MAKERS)
def test_each_tells_who_said_what(name):
    item, kind = MAKERS[name](), kind_named(name)
    assert isinstance(item, kind.model)
    assert kind.writer(item)
    assert kind.words(item)


def test_a_comment_is_answered_and_thereby_approved():
    waiting, user = make_comment(status=Status.PENDING), make_user(is_staff=True)
    kind = kind_named("comment")
    reply = kind.answer(waiting, "Welcome!", by=user, sender=Sender())
    waiting.refresh_from_db()
    assert (reply.parent, reply.user, waiting.status) == (waiting, user, Status.APPROVED)


@pytest.mark.parametrize("text", ["", " ", "x" * 20_000])
def test_an_answer_that_is_none_is_refused_in_words(text):
    waiting = make_comment(status=Status.PENDING)
    with pytest.raises(AnswerRefused, match=r"\w+ .*\."):
        kind_named("comment").answer(waiting, text, by=make_user(is_staff=True), sender=Sender())
    waiting.refresh_from_db()
    assert waiting.status == Status.PENDING


def test_what_is_not_on_the_page_cannot_be_answered():
    spam = make_comment(status=Status.SPAM)
    with pytest.raises(AnswerRefused):
        kind_named("comment").answer(spam, "Hello", by=make_user(is_staff=True), sender=Sender())
