"""Asking for mail: nothing is sent to anybody who did not say yes, and nobody learns who did."""

from datetime import timedelta

import pytest

from blog.feedback.models import Status
from comments.models import Notice, Subscription
from comments.subscriptions import services
from comments.subscriptions.services import CONFIRMATION, Outcome
from tests.comments.subscriptions.asking import outbox, subscribe
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db

NOON = "2026-05-05 12:00:00+00:00"


def ask(comment, scope="answers", *, ip="203.0.113.7", is_proved=False):
    return services.subscribe(comment, scope, ip=ip, is_proved=is_proved)


def test_a_wish_is_a_question_first():
    comment = make_comment(email="Jo@Example.com")
    assert ask(comment) == Outcome.ASKED
    row = Subscription.objects.get()
    assert (row.email, row.scope, row.state) == ("jo@example.com", "answers", "unconfirmed")
    assert (row.comment, row.post) == (comment, comment.post)
    assert outbox(CONFIRMATION) == [("jo@example.com", {"subscription": row.pk})]


def test_whoever_proved_her_address_is_not_asked_again():
    assert ask(make_comment(), is_proved=True) == Outcome.ACTIVE
    assert Subscription.objects.get().is_active
    assert outbox() == []


def test_a_comment_without_an_address_cannot_ask():
    with pytest.raises(ValueError, match="nowhere"):
        ask(make_comment(email=""))


def test_a_wish_twice_is_one_row_and_two_questions():
    comment = make_comment()
    ask(comment)
    ask(comment)
    assert Subscription.objects.count() == 1
    assert len(outbox()) == 2


def test_a_post_is_subscribed_to_once_whatever_comment_asks():
    first = make_comment(email="jo@example.com")
    second = make_comment(first.post, email="JO@example.com")
    ask(first, "post")
    ask(second, "post")
    assert Subscription.objects.get().comment == first
    ask(first), ask(second)
    assert Subscription.objects.count() == 3


def test_whoever_types_an_address_that_is_subscribed_learns_nothing_and_sends_nothing():
    comment = make_comment()
    row = subscribe(comment)
    assert ask(comment) == Outcome.ASKED
    row.refresh_from_db()
    assert row.is_active
    assert outbox() == []


def test_what_was_stopped_can_be_asked_for_again():
    row = subscribe()
    services.stop(row)
    ask(row.comment)
    row.refresh_from_db()
    assert (row.state, row.stopped_at, row.confirmed_at) == ("unconfirmed", None, None)
    assert len(outbox()) == 1


# --- floods


def test_one_address_gets_three_questions_a_day_whoever_asks(time_machine):
    time_machine.move_to(NOON)
    for number in range(8):
        comment = make_comment(email="victim@example.com", ip=f"198.51.{number}.1")
        assert ask(comment, ip=f"198.51.{number}.1") == Outcome.ASKED
    assert len(outbox()) == 3
    time_machine.shift(timedelta(days=1))
    ask(comment)
    assert len(outbox()) == 4


@pytest.mark.parametrize(
    "spellings",
    [
        [
            "victim@example.com",
            "v.ictim@example.com",
            "VIC.tim@example.com",
            "v.i.c.tim@example.com",
        ],
        [
            "victim@example.com",
            "victim+1@example.com",
            "victim+2@example.com",
            "victim+@example.com",
        ],
        ["a@exämple.com", "a@xn--exmple-cua.com", "a@EXÄMPLE.com", "a+1@exämple.com"],
    ],
)
def test_other_spellings_of_one_address_get_no_more(time_machine, spellings):
    time_machine.move_to(NOON)
    for number, address in enumerate(spellings):
        ask(make_comment(email=address), ip=f"198.51.{number}.1")
    assert len(outbox()) == 3


def test_one_network_asks_for_ten_a_day(time_machine):
    time_machine.move_to(NOON)
    comments = [make_comment() for _ in range(12)]
    told = [ask(comment) for comment in comments]
    assert told == [Outcome.ASKED] * 10 + [Outcome.TOO_MANY] * 2
    assert Subscription.objects.count() == 10
    assert ask(comments[-1], ip="198.51.100.1") == Outcome.ASKED


def test_a_crowd_of_networks_asks_for_a_hundred_an_hour(time_machine):
    time_machine.move_to(NOON)
    post = make_post()
    for number in range(103):
        comment = make_comment(post, email=f"a{number}@example.com")
        told = ask(comment, ip=f"2001:db8:{number:x}::1")
    assert told == Outcome.TOO_MANY
    assert (Subscription.objects.count(), len(outbox())) == (100, 100)


def test_spam_has_nobody_asked_until_it_is_none():
    comment = make_comment(status=Status.SPAM)
    assert ask(comment) == Outcome.LATER
    assert Subscription.objects.get().asked_at is None
    assert outbox() == []


def test_spam_uses_up_nothing_of_what_others_may_ask():
    for _ in range(12):
        ask(make_comment(status=Status.SPAM))
    assert ask(make_comment()) == Outcome.ASKED


def test_an_address_has_so_many_subscriptions_and_no_more(monkeypatch):
    monkeypatch.setattr(services, "MOST_OF_ADDRESS", 2)
    post = make_post()
    comments = [make_comment(post, email="jo@example.com") for _ in range(3)]
    assert [ask(comment, is_proved=True) for comment in comments] == [
        Outcome.ACTIVE,
        Outcome.ACTIVE,
        Outcome.TOO_MANY,
    ]
    waiting = Subscription.objects.get(comment=comments[2])
    assert waiting.is_unconfirmed
    with pytest.raises(services.TooManySubscriptions):
        services.confirm(waiting)
    services.stop(Subscription.objects.get(comment=comments[0]))
    services.confirm(waiting)
    assert waiting.is_active


# --- confirming and stopping


def test_confirming_twice_is_confirming_once(time_machine):
    time_machine.move_to(NOON, tick=False)
    row = subscribe(is_proved=False)
    services.confirm(row)
    first = row.confirmed_at
    time_machine.shift(timedelta(hours=1))
    services.confirm(row)
    row.refresh_from_db()
    assert (row.is_active, row.confirmed_at) == (True, first)


def test_an_old_question_does_not_begin_anew_what_was_stopped():
    row = subscribe()
    services.stop(row)
    services.confirm(row)
    assert row.state == "stopped"


def test_what_was_said_before_she_confirmed_is_not_missed():
    comment = make_comment()
    before = make_comment(parent=comment)
    row = subscribe(comment, is_proved=False)
    answer = make_comment(parent=comment)
    make_comment(parent=comment, email=comment.email)  # her own
    make_comment(parent=comment, status=Status.PENDING)
    make_comment(comment.post)
    services.confirm(row)
    assert [notice.comment for notice in row.notices.all()] == [answer]
    assert before.created_at < row.created_at


def test_what_was_imported_is_not_caught_up_with():
    from comments.models import Comment

    row = subscribe(is_proved=False)
    answer = make_comment(parent=row.comment)
    Comment.objects.filter(pk=answer.pk).update(announcement="")
    services.confirm(row)
    assert row.notices.count() == 0


def test_two_subscriptions_of_one_address_catch_up_once():
    comment = make_comment()
    narrow = subscribe(comment, is_proved=False)
    wide = subscribe(comment, "post", is_proved=False)
    make_comment(parent=comment)
    services.confirm(narrow)
    services.confirm(wide)
    assert (narrow.notices.count(), wide.notices.count()) == (1, 0)


def test_stopping_forgets_what_was_still_to_be_told():
    row = subscribe()
    Notice.objects.create(subscription=row, comment=make_comment(parent=row.comment))
    services.stop(row)
    services.stop(row)
    assert (row.state, Notice.objects.count()) == ("stopped", 0)
    assert row.stopped_at


def test_stopping_all_of_an_address_leaves_others_alone():
    mine, hers = make_comment(email="jo@example.com"), make_comment(email="em@example.com")
    for comment in (mine, hers):
        subscribe(comment)
        subscribe(comment, "post")
    assert services.stop_all(Subscription.objects.of_address("Jo@example.com")) == 2
    assert services.stop_all(Subscription.objects.of_address("jo@example.com")) == 0
    assert set(Subscription.objects.active().values_list("email", flat=True)) == {"em@example.com"}
