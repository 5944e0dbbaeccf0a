"""From a reader's comment to the author's decision in her mail, by the worker and the pages."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from blog.feedback.notices.sweep import sweep_notices
from blog.mail.jobs import sweep_mails
from blog.mail.models import OutgoingMail
from comments.models import Comment
from tests.blog.feedback.notices.notices import link_to
from tests.factories import make_post, make_user

pytestmark = pytest.mark.django_db


def comment_on(post):
    typed = {"name": "Ann", "email": "ann@example.com", "body": "A thought, in two lines."}
    path = f"/comments/post/{post.pk}/"
    return Client().post(path, typed, headers={"Sec-Fetch-Site": "same-origin"})


def work():
    """All that a worker would do within a minute or two, once waits are over."""
    OutgoingMail.objects.queued().update(next_try_at=timezone.now())
    sweep_notices()
    sweep_mails()
    call_command("jobs", "--once")


def test_the_author_approves_from_her_mail(mail_server):
    author = make_user("rosa", is_staff=True)
    assert comment_on(make_post(author=author)).status_code == 302
    work()
    mail = mail_server.only_mail()
    assert mail.to == [author.email]
    Client().post(link_to(mail, "Approve"))
    assert Comment.objects.approved().get().records.last().by == author


def test_a_server_that_is_down_holds_up_no_reader_and_gets_the_mail_once(mail_server):
    post = make_post(author=make_user(is_staff=True))
    mail_server.stop()
    assert comment_on(post).status_code == 302
    work()
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.attempts) == ("queued", 1)
    mail_server.start()
    work()
    work()
    assert mail_server.only_mail()


def test_without_a_mail_server_a_comment_is_held_and_its_mail_kept():
    assert comment_on(make_post(author=make_user(is_staff=True))).status_code == 302
    work()
    assert OutgoingMail.objects.get().state == "queued"
    assert Comment.objects.pending().exists()
