"""Several workers and requests at once: what goes once goes once."""

import pytest

from blog.feedback.models import Status
from blog.feedback.notices.sweep import sweep_notices
from blog.mail import delivery
from blog.mail.models import OutgoingMail
from tests.at_once import at_once
from tests.blog.mail.sample_mails import post
from tests.factories import make_comment
from tests.mail_server import send_due

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_posted_at_once_under_one_key_is_one_mail():
    posted = at_once(lambda _: post(once_key="answer 1") is not None)
    assert (posted.count(True), OutgoingMail.objects.count()) == (1, 1)


def test_several_workers_deliver_a_mail_once(mail_server, sample):
    mail = post()
    at_once(lambda _: delivery.deliver(mail.pk))
    assert mail_server.only_mail()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("sent", 1)


def test_several_workers_send_all_that_is_due_once_each(mail_server, sample):
    numbers = [post(f"reader{number}@example.com").to for number in range(20)]
    at_once(lambda _: send_due())
    assert sorted(mail.to[0] for mail in mail_server.mails) == sorted(numbers)


def test_several_sweeps_tell_the_author_once():
    make_comment(status=Status.PENDING)
    assert sum(at_once(lambda _: sweep_notices())) == OutgoingMail.objects.count() == 1
