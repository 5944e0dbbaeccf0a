"""Mails to subscribers as a real mail server takes them: asked for, answered, in one, stopped."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.feedback import moderation
from blog.mail.models import OutgoingMail
from comments.models import Comment, Subscription
from comments.subscriptions import jobs
from comments.subscriptions.announcing import MAILS_IN_A_ROW
from tests.comments.subscriptions.asking import subscribe
from tests.factories import make_comment, make_post, make_user
from tests.mail_server import send_due

pytestmark = pytest.mark.django_db


def tell_and_send():
    jobs.tell_subscribers()
    send_due()


def link_in(mail, part):
    """The path of the one link to `part` in the text, which must be in the HTML as well."""
    (found,) = re.findall(rf"http://testserver(/comments/{part}/\S+)", mail.text)
    assert found in mail.html
    return found


def write(client, post, **fields):
    data = {"name": "Jo", "email": "jo@example.com", "body": "What I think.", "notify": "answers"}
    headers = {"Sec-Fetch-Site": "same-origin"}
    client.post(f"/comments/post/{post.pk}/", data | fields, headers=headers)
    return Comment.objects.order_by("pk").last()


def test_from_the_tick_to_the_stop(client, mail_server):
    post = make_post(title="Bread")
    comment = write(client, post)
    send_due()
    question = mail_server.only_mail()
    assert (question.to, question["To"]) == (["jo@example.com"], "jo@example.com")
    assert "Please confirm" in question["Subject"]
    assert question["List-Unsubscribe"] is None
    client.post(link_in(question, "subscription/confirm"))

    staff = make_user(is_staff=True, first_name="Ann")
    moderation.approve(Comment.objects.filter(pk=comment.pk), by=staff)
    answer = make_comment(parent=comment, user=staff, text="And I *agree*.")
    tell_and_send()
    mail = mail_server.mails[1]
    assert (mail.to, mail["Subject"]) == (["jo@example.com"], "Ann answered you on “Bread”")
    assert "> And I *agree*." in mail.text
    assert "<em>agree</em>" in mail.html
    assert mail["Message-ID"] == f"<comment.{answer.pk}@testserver>"
    assert mail["In-Reply-To"] == f"<comment.{comment.pk}@testserver>"
    assert mail["References"].split() == [
        f"<post.{post.pk}@testserver>",
        f"<comment.{comment.pk}@testserver>",
    ]
    assert f"<post-{post.pk}.comments.testserver>" in mail["List-Id"]
    assert mail["Auto-Submitted"] == "auto-generated"

    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = re.fullmatch(r"<http://testserver(/\S+)>", mail["List-Unsubscribe"].strip())[1]
    assert stop == link_in(mail, "subscription/stop")
    client.post(stop, {"List-Unsubscribe": "One-Click"})
    make_comment(parent=comment)
    tell_and_send()
    assert len(mail_server.mails) == 2
    assert client.get(link_in(mail, "subscriptions")).status_code == 200


def test_a_talk_in_full_flow_comes_in_one_mail(mail_server, time_machine):
    time_machine.move_to("2026-05-05 12:00:00+00:00")
    row = subscribe(scope="post")
    for _ in range(MAILS_IN_A_ROW):
        make_comment(row.post)
        tell_and_send()
    flow = [make_comment(row.post, text=f"Word {number}.") for number in range(3)]
    tell_and_send()
    assert len(mail_server.mails) == MAILS_IN_A_ROW
    time_machine.shift(timedelta(hours=1, seconds=1))
    tell_and_send()
    digest = mail_server.mails[MAILS_IN_A_ROW]
    assert len(mail_server.mails) == MAILS_IN_A_ROW + 1
    assert digest["Subject"] == f"3 new comments on “{row.post}”"
    assert all(comment.body in digest.text for comment in flow)
    assert digest["In-Reply-To"] == f"<post.{row.post_id}@testserver>"
    assert digest["List-Unsubscribe"]


def test_a_server_that_is_down_and_comes_back_delivers_once(mail_server):
    row = subscribe()
    make_comment(parent=row.comment)
    mail_server.stop()
    for _ in range(3):
        tell_and_send()
        OutgoingMail.objects.queued().update(next_try_at=timezone.now())
    mail_server.start()
    for _ in range(3):
        tell_and_send()
    assert mail_server.only_mail().to == [row.email]


def test_what_is_taken_back_while_the_server_is_down_is_never_delivered(mail_server):
    row = subscribe()
    answer = make_comment(parent=row.comment)
    mail_server.stop()
    tell_and_send()
    moderation.remove(Comment.objects.filter(pk=answer.pk))
    mail_server.start()
    OutgoingMail.objects.queued().update(next_try_at=timezone.now())
    tell_and_send()
    assert mail_server.mails == []
    assert OutgoingMail.objects.get().state == "dropped"


@pytest.mark.parametrize(
    "name",
    [
        "Jo\r\nBcc: victim@example.com",
        "=?utf-8?q?Bcc=3A?=",
        "Jo\x00\x1b[2J",
        "x" * 100,
        "Zoë “Ö” 😀",
    ],
)
def test_no_name_gets_out_of_its_header(mail_server, name):
    row = subscribe()
    answer = make_comment(parent=row.comment)
    # Forms refuse it; what is stored may have come by another way.
    Comment.objects.filter(pk=answer.pk).update(name=name.replace("\x00", ""))
    tell_and_send()
    mail = mail_server.only_mail()
    assert mail.to == [row.email]
    assert mail["Bcc"] is None
    assert "answered you on" in mail["Subject"]
    assert not re.search(r"[\x00-\x1f]", mail["Subject"])


def test_nobody_can_subscribe_an_address_that_is_several(client, mail_server):
    for email in ("a@example.com,b@example.com", "a@example.com\r\nBcc: b@example.com", "<a@b.de>"):
        write(client, make_post(), email=email)
    send_due()
    assert all(len(mail.to) == 1 and mail["Bcc"] is None for mail in mail_server.mails)
    assert all("," not in row.email for row in Subscription.objects.all())
