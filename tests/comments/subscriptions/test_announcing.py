"""Telling subscribers: of what is shown, whatever made it so, once, and in bearable doses."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.feedback import moderation
from blog.feedback.models import Status
from blog.models import Post
from comments import earlier, editing
from comments.earlier import EarlierComment
from comments.models import Comment, Notice, Subscription
from comments.subscriptions import announcing, jobs, services
from comments.subscriptions.announcing import MAILS_IN_A_ROW, NEWS
from tests.comments.subscriptions.asking import outbox, subscribe
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db

NOON = "2026-05-05 12:00:00+00:00"


def tell():
    jobs.tell_subscribers()
    return outbox(NEWS)


def news(row, *comments):
    return (row.email, {"subscription": row.pk, "comments": [comment.pk for comment in comments]})


def only(*comments):
    return Comment.objects.filter(pk__in=[comment.pk for comment in comments])


def test_an_answer_is_told_to_whoever_asked_for_answers():
    row = subscribe()
    answer = make_comment(parent=row.comment)
    make_comment(row.post)
    make_comment(parent=answer)
    assert tell() == [news(row, answer)]


def test_every_comment_is_told_to_whoever_asked_for_all():
    row = subscribe(scope="post")
    comments = [make_comment(row.post), make_comment(parent=row.comment)]
    make_comment()
    assert tell() == [news(row, *comments)]


def test_nobody_is_told_before_she_confirmed_nor_after_she_stopped():
    asked, stopped = subscribe(is_proved=False), subscribe()
    services.stop(stopped)
    for row in (asked, stopped):
        make_comment(parent=row.comment)
    assert tell() == []


def test_nobody_is_told_of_her_own_words():
    comment = make_comment(email="jo@example.com")
    subscribe(comment, "post")
    make_comment(comment.post, email="JO@Example.com")
    assert tell() == []


def test_the_answer_of_the_author_is_told_at_once():
    row = subscribe()
    answer = make_comment(parent=row.comment, user=make_user(is_staff=True))
    assert tell() == [news(row, answer)]


@pytest.mark.parametrize("status", [Status.PENDING, Status.SPAM, Status.REMOVED])
def test_what_is_not_shown_is_not_told(status):
    row = subscribe()
    make_comment(parent=row.comment, status=status)
    assert tell() == []


def test_what_is_approved_in_bulk_later_is_told_then():
    row = subscribe(scope="post")
    held = [make_comment(row.post, status=Status.PENDING) for _ in range(3)]
    assert tell() == []
    moderation.approve(only(*held))
    assert tell() == [news(row, *held)]


def test_what_was_restored_or_edited_is_not_told_again():
    row = subscribe()
    answer = make_comment(parent=row.comment)
    told = tell()
    moderation.remove(only(answer))
    jobs.tell_subscribers()
    moderation.restore(only(answer))
    editing.edit(answer, name=answer.name, url="", body="Other words.", by=None)
    assert tell() == told


def test_what_is_said_on_a_post_that_is_not_shown_waits_for_it():
    row = subscribe()
    answer = make_comment(parent=row.comment)
    Post.objects.filter(pk=row.post_id).update(status="draft")
    assert tell() == []
    Post.objects.filter(pk=row.post_id).update(status="published")
    assert tell() == [news(row, answer)]


def test_what_was_there_before_or_was_imported_is_never_told():
    row = subscribe(scope="post")
    now = timezone.now()
    brought = EarlierComment(key="1", name="Jo", body="Hi", html="<p>Hi</p>", created_at=now)
    held = EarlierComment(
        key="2", name="Em", body="Ho", html="<p>Ho</p>", created_at=now, status=Status.PENDING
    )
    ids = earlier.add_earlier(row.post, [brought, held], why="Imported.")
    moderation.approve(Comment.objects.filter(pk=ids["2"]))
    assert tell() == []


def test_an_address_is_told_once_by_the_subscription_that_fits_best():
    comment = make_comment(email="jo@example.com")
    subscribe(comment, "post")
    row = subscribe(comment)
    answer = make_comment(parent=comment)
    assert tell() == [news(row, answer)]


def test_a_spammer_is_told_nothing():
    row = subscribe(scope="post")
    moderation.mark_as_spam(only(row.comment))
    make_comment(row.post)
    assert tell() == []


def test_whoever_passed_for_spam_is_asked_once_she_does_no_longer():
    comment = make_comment(status=Status.SPAM)
    subscribe(comment, is_proved=False)
    jobs.tell_subscribers()
    assert outbox() == []
    moderation.approve(only(comment))
    jobs.tell_subscribers()
    jobs.tell_subscribers()
    assert [to for to, _about in outbox(services.CONFIRMATION)] == [comment.email]


# --- doses


def answer_and_tell(row):
    answer = make_comment(parent=row.comment)
    jobs.tell_subscribers()
    return answer


def test_a_talk_in_full_flow_comes_in_one_mail_an_hour_later(time_machine):
    time_machine.move_to(NOON, tick=False)
    row = subscribe()
    for _ in range(MAILS_IN_A_ROW):
        time_machine.shift(timedelta(minutes=1))
        answer_and_tell(row)
    assert len(outbox(NEWS)) == MAILS_IN_A_ROW
    flow = []
    for _ in range(4):
        time_machine.shift(timedelta(minutes=10))
        flow.append(answer_and_tell(row))
    assert len(outbox(NEWS)) == MAILS_IN_A_ROW
    time_machine.shift(timedelta(minutes=20))
    jobs.tell_subscribers()
    assert outbox(NEWS)[MAILS_IN_A_ROW:] == [news(row, *flow)]


def test_a_slow_talk_comes_one_by_one(time_machine):
    time_machine.move_to(NOON, tick=False)
    row = subscribe()
    for _ in range(2 * MAILS_IN_A_ROW):
        time_machine.shift(timedelta(minutes=31))
        answer_and_tell(row)
    assert len(outbox(NEWS)) == 2 * MAILS_IN_A_ROW


def test_a_sweep_does_a_part_and_the_next_one_goes_on(monkeypatch):
    monkeypatch.setattr(announcing, "MAILED_AT_ONCE", 2)
    monkeypatch.setattr(announcing, "ANNOUNCED_AT_ONCE", 2)
    post = make_post()
    for _ in range(3):
        subscribe(make_comment(post), "post")
    for expected in (2, 4):
        jobs.tell_subscribers()
        assert len(outbox(NEWS)) == expected
    jobs.tell_subscribers()
    assert Comment.objects.to_announce().count() == 0
    assert Notice.objects.waiting().count() == 0


def test_a_sweep_that_dies_tells_nothing_twice_and_forgets_nothing(monkeypatch):
    row = subscribe()
    answer = make_comment(parent=row.comment)
    announcing.announce_all()

    def die(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(announcing, "post_mail", die)
        with pytest.raises(SystemExit):
            announcing.mail_all()
    assert outbox(NEWS) == []
    assert tell() == [news(row, answer)]
    assert tell() == [news(row, answer)]


def test_a_sweep_with_nothing_to_do_asks_two_things(django_assert_num_queries):
    for _ in range(3):
        make_comment()
    jobs.tell_subscribers()
    with django_assert_num_queries(2):
        jobs.tell_subscribers()


def test_ten_thousand_subscribers_cost_as_many_queries_as_a_batch_needs():
    post = make_post()
    comment = make_comment(post)
    announcing.announce_all()
    now = timezone.now()
    Subscription.objects.bulk_create(
        Subscription(
            email=f"r{number}@example.com", post=post, comment=comment, scope="post",
            state="active", confirmed_at=now,
        )
        for number in range(10_000)
    )  # fmt: skip
    fresh = make_comment(post)
    with CaptureQueriesContext(connection) as queries:
        announcing.announce(fresh.pk)
    assert Notice.objects.waiting().count() == 10_000
    assert len(queries) <= 40


# --- forgetting


def test_what_was_never_confirmed_and_what_was_stopped_is_forgotten(time_machine):
    time_machine.move_to(NOON)
    kept = subscribe()
    subscribe(is_proved=False)
    services.stop(subscribe())
    time_machine.shift(timedelta(days=3))
    assert jobs.forget_subscriptions() == 0
    time_machine.shift(timedelta(days=2))
    assert jobs.forget_subscriptions() == 1
    time_machine.shift(timedelta(days=30))
    assert jobs.forget_subscriptions() == 1
    assert Subscription.objects.get() == kept


def test_what_was_told_long_ago_is_forgotten_and_what_waits_is_not(time_machine):
    time_machine.move_to(NOON)
    row = subscribe()
    make_comment(parent=row.comment)
    jobs.tell_subscribers()
    make_comment(parent=row.comment)
    announcing.announce_all()
    time_machine.shift(timedelta(days=31))
    jobs.forget_subscriptions()
    assert Notice.objects.get().mailed_at is None
