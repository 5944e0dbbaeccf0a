"""Sending one mail: to a server that takes it, refuses it, is down, or comes back."""

import socket
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from blog.mail import delivery
from blog.mail.jobs import sweep_mails
from blog.mail.models import OutgoingMail
from tests.blog.mail.sample_mails import READER, post
from tests.mail_server import send_due

pytestmark = pytest.mark.django_db

State = OutgoingMail.State


def make_due():
    OutgoingMail.objects.queued().update(next_try_at=timezone.now())


def sent_again(mail):
    make_due()
    send_due()
    mail.refresh_from_db()
    return mail


def test_a_mail_arrives_and_says_so(mail_server, sample):
    mail = sent_again(post())
    taken = mail_server.only_mail()
    assert (taken.to, taken["To"], taken["Subject"]) == ([READER], READER, "Hello")
    assert taken.text == "Good morning.\n"
    assert (mail.state, mail.attempts, mail.next_try_at) == (State.SENT, 1, None)
    assert mail.settled_at


def test_a_mail_that_was_sent_is_not_sent_again(mail_server, sample):
    mail = sent_again(post())
    delivery.deliver(mail.pk)
    assert mail_server.only_mail()


def test_a_mail_waits_for_its_time(mail_server, sample):
    post(not_before=timezone.now() + timedelta(hours=1))
    send_due()
    assert mail_server.mails == []


def test_without_mail_nothing_is_tried(sample):
    mail = sent_again(post())
    assert (mail.state, mail.attempts) == (State.QUEUED, 0)
    assert not sweep_mails()


def test_mail_that_waited_goes_when_mail_is_switched_on(sample, settings):
    post()
    settings.EMAIL_URL = "smtp://127.0.0.1"
    assert sweep_mails()
    send_due()
    assert len(django_mail.outbox) == 1


def test_a_server_that_is_down_and_comes_back_gets_it_once(mail_server, sample):
    mail_server.stop()
    mail = sent_again(post())
    assert (mail.state, mail.attempts) == (State.QUEUED, 1)
    assert mail.next_try_at > timezone.now()
    assert "refused" in mail.last_answer.lower()
    mail_server.start()
    assert sent_again(mail).state == State.SENT
    sent_again(mail)
    assert mail_server.only_mail()


def test_while_the_server_is_down_one_mail_tries_it(mail_server, sample):
    mail_server.stop()
    mails = [post() for _ in range(5)]
    send_due()
    assert sum(OutgoingMail.objects.values_list("attempts", flat=True)) == 1
    assert not OutgoingMail.objects.free(timezone.now()).exists()
    mail_server.start()
    make_due()
    send_due()
    assert len(mail_server.mails) == len(mails)


def test_each_try_that_fails_waits_longer():
    mail = post()
    waits = []
    for attempts in range(1, 8):
        mail.attempts, before = attempts, timezone.now()
        delivery.postpone(mail, "")
        wait = OutgoingMail.objects.get().next_try_at - before
        waits.append(round(wait.total_seconds() / 60))
    assert waits == [1, 4, 16, 60, 60, 60, 60]


def test_an_address_that_the_server_does_not_know_is_given_up(mail_server, sample):
    mail_server.refuse(READER, "550 Nobody of that name")
    mail = sent_again(post())
    assert (mail.state, mail.last_answer) == (State.FAILED, "550 Nobody of that name")


def test_an_address_that_is_refused_for_now_is_tried_again(mail_server, sample):
    mail_server.refuse(READER, "451 Come back later")
    mail, other = post(), post("other@example.com")
    send_due()
    mail.refresh_from_db()
    other.refresh_from_db()
    assert (mail.state, mail.last_answer) == (State.QUEUED, "451 Come back later")
    assert other.state == State.SENT
    mail_server.refusals.clear()
    assert sent_again(mail).state == State.SENT


def test_a_server_that_asks_for_a_login_is_the_operators_to_mend(mail_server, sample):
    mail_server.refuse(READER, "530 Log in first")
    mail = sent_again(post())
    assert (mail.state, mail.last_answer) == (State.QUEUED, "530 Log in first")


def test_a_server_that_never_answers_is_waited_for_no_longer_than_set(sample, settings):
    settings.EMAIL_TIMEOUT = 0.1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_URL = "smtp://127.0.0.1"
        mail = sent_again(post())
    assert (mail.state, "timed out" in mail.last_answer) == (State.QUEUED, True)


def test_a_message_that_the_server_refuses_is_given_up(mail_server, sample):
    mail_server.refuse("DATA", "554 No such message here")
    assert sent_again(post()).state == State.FAILED


def test_what_is_not_wanted_any_more_is_dropped_with_the_reason(mail_server, sample):
    sample["dropped"] = "The comment is no longer shown."
    mail = sent_again(post())
    assert (mail.state, mail.last_answer) == (State.DROPPED, "The comment is no longer shown.")
    assert mail_server.mails == []


def test_a_kind_that_nobody_composes_is_dropped(mail_is_on):
    assert sent_again(post()).state == State.DROPPED


def test_a_mail_that_cannot_be_composed_waits_and_holds_up_no_other(mail_server, sample):
    broken, subject = post(), sample.pop("subject")
    delivery.deliver(broken.pk)
    broken.refresh_from_db()
    assert (broken.state, "TypeError" in broken.last_answer) == (State.QUEUED, True)
    sample["subject"] = subject
    assert sent_again(broken).state == State.SENT


def test_only_one_worker_gets_a_mail(mail_is_on, sample):
    mail = post()
    assert delivery.take(mail.pk)
    assert delivery.take(mail.pk) is None


def test_a_mail_whose_worker_was_killed_goes_when_the_lease_is_over(mail_server, sample):
    mail = post()
    assert delivery.take(mail.pk)
    assert not sweep_mails()
    OutgoingMail.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert sweep_mails()
    assert sent_again(mail).state == State.SENT


def test_a_worker_that_comes_back_too_late_writes_nothing(mail_server, sample):
    mail = post()
    late = delivery.take(mail.pk)
    OutgoingMail.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    sent_again(mail)
    delivery.postpone(late, "too late")
    mail.refresh_from_db()
    assert mail.state == State.SENT


def test_each_try_bears_the_same_message_id(mail_server, sample):
    mail = sent_again(post())
    OutgoingMail.objects.update(state=State.QUEUED, next_try_at=timezone.now(), settled_at=None)
    sent_again(mail)
    first, second = mail_server.mails
    assert first["Message-ID"] == second["Message-ID"]
