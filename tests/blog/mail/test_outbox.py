"""The outbox: what goes in, what stays out, and what is forgotten."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.mail import outbox
from blog.mail.models import OutgoingMail
from tests.blog.mail.sample_mails import post

pytestmark = pytest.mark.django_db

State = OutgoingMail.State


def jobs():
    return DBTaskResult.objects.filter(task_path="blog.mail.jobs.deliver").count()


def test_a_posted_mail_waits_and_has_a_job(mail_is_on):
    mail = post()
    assert (mail.state, mail.attempts, mail.about) == (State.QUEUED, 0, {"number": 1})
    assert jobs() == 1


def test_without_mail_it_waits_and_no_job_tries_it():
    assert post().state == State.QUEUED
    assert jobs() == 0


def test_a_mail_for_later_is_left_to_the_sweep(mail_is_on):
    later = timezone.now() + timedelta(hours=1)
    assert post(not_before=later).next_try_at == later
    assert jobs() == 0


def test_what_is_said_once_is_not_said_again(mail_is_on):
    assert post(once_key="answer 1")
    assert post(once_key="answer 1") is None
    assert post(once_key="answer 2")
    assert OutgoingMail.objects.count() == jobs() == 2


def test_mails_without_a_key_may_be_many():
    assert post()
    assert post()
    assert OutgoingMail.objects.count() == 2


def test_a_transaction_that_fails_takes_its_mail_with_it(mail_is_on):
    with transaction.atomic():
        post()
        transaction.set_rollback(True)
    assert OutgoingMail.objects.count() == jobs() == 0


@pytest.mark.parametrize(
    "to",
    ["", "nobody", "a@example.com, b@example.com", "a@example.com\nBcc: b@example.com", "a b@c.de"],
)
def test_what_is_no_address_is_refused(to):
    with pytest.raises(ValidationError):
        post(to)
    assert not OutgoingMail.objects.exists()


def make_settled(state, age):
    mail = post()
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=state, settled_at=timezone.now() - age, next_try_at=None
    )
    return mail


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.DROPPED])
def test_what_is_settled_for_a_month_is_forgotten(state):
    make_settled(state, outbox.KEPT + timedelta(hours=1))
    kept = make_settled(state, outbox.KEPT - timedelta(hours=1))
    assert outbox.tidy() == 1
    assert list(OutgoingMail.objects.all()) == [kept]


def test_what_could_not_be_sent_for_a_week_is_given_up():
    mail = post()
    waits_for_its_time = post(not_before=timezone.now())
    OutgoingMail.objects.filter(pk=mail.pk).update(
        due_at=timezone.now() - outbox.PATIENCE - timedelta(minutes=1)
    )
    assert outbox.tidy() == 1
    mail.refresh_from_db()
    waits_for_its_time.refresh_from_db()
    assert (mail.state, waits_for_its_time.state) == (State.FAILED, State.QUEUED)
    assert "week" in mail.last_answer


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.DROPPED])
def test_a_settled_mail_can_be_sent_again(state):
    mail = make_settled(state, timedelta(days=1))
    assert outbox.send_again(OutgoingMail.objects.all()) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.settled_at) == (State.QUEUED, 0, None)


def test_a_mail_that_a_worker_holds_is_left_to_it():
    mail = post()
    lease = timezone.now() + timedelta(minutes=1)
    OutgoingMail.objects.filter(pk=mail.pk).update(leased_until=lease)
    assert outbox.send_again(OutgoingMail.objects.all()) == 0
    mail.refresh_from_db()
    assert mail.leased_until == lease
