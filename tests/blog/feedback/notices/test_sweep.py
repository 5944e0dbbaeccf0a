"""Which mails the author gets for what waits."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.utils import timezone

from blog.feedback import moderation
from blog.feedback.models import Status
from blog.feedback.notices import sweep
from blog.feedback.notices.sweep import AT_ONCE_AN_HOUR, ONE, SEVERAL, sweep_notices
from blog.mail import outbox
from blog.mail.models import OutgoingMail
from comments.models import Comment, OutsideQuestion
from tests.blog.feedback.notices.notices import about, decide
from tests.factories import make_comment, make_post, make_trackback, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(staff):
    return make_post(author=staff)


@pytest.fixture
def waiting(post):
    """Have so many comments wait."""

    def wait(count=1):
        return [make_comment(post, status=Status.PENDING, ip=None) for _ in range(count)]

    return wait


def let_pass(**span):
    """Be the mails that were written so long ago, and sent since."""
    now = timezone.now()
    OutgoingMail.objects.update(
        created_at=now - timedelta(**span), state="sent", next_try_at=None, settled_at=now
    )


def test_a_comment_that_waits_is_mailed_once(waiting, staff):
    [comment] = waiting()
    assert sweep_notices() == 1
    assert sweep_notices() == 0
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to) == (ONE, staff.email)
    assert mail.about == {"kind": "comment", "id": comment.pk, "user": staff.pk}


def test_a_comment_that_comes_while_mails_are_written_is_not_lost(waiting, monkeypatch):
    def post_mail(*args, **options):
        monkeypatch.setattr(sweep, "post_mail", outbox.post_mail)
        waiting()
        return outbox.post_mail(*args, **options)

    waiting()
    monkeypatch.setattr(sweep, "post_mail", post_mail)
    assert sweep_notices() == 1
    assert sweep_notices() == 1
    assert OutgoingMail.objects.values("about").distinct().count() == 2


def test_a_link_that_waits_is_mailed_too(post):
    link = make_trackback(post, status=Status.PENDING)
    assert sweep_notices() == 1
    assert about(ONE)[0]["id"] == link.pk


@pytest.mark.parametrize("status", [Status.APPROVED, Status.SPAM, Status.REMOVED])
def test_what_does_not_wait_is_not_mailed(post, status):
    make_comment(post, status=status)
    assert sweep_notices() == 0


def test_what_a_service_outside_is_asked_about_is_mailed_once_it_is_held(waiting):
    [comment] = waiting()
    question = OutsideQuestion.objects.create(comment=comment)
    assert sweep_notices() == 0
    question.delete()
    assert sweep_notices() == 1


def test_the_author_may_want_no_mail(waiting):
    waiting()
    decide(notify="off")
    assert sweep_notices() == 0
    decide(notify="at_once")
    assert sweep_notices() == 1


def test_without_an_address_nothing_is_lost(waiting, staff):
    waiting()
    staff.email = ""
    staff.save()
    assert sweep_notices() == 0
    decide(notify_address="rosa@post.example")
    assert sweep_notices() == 1
    assert OutgoingMail.objects.get().to == "rosa@post.example"


def test_an_address_of_an_account_acts_in_its_name(waiting, staff):
    waiting()
    helper = make_user(is_staff=True)
    decide(notify_address=helper.email.upper())
    sweep_notices()
    assert about(ONE)[0]["user"] == helper.pk


@pytest.mark.parametrize("holder", [None, "writer"])
def test_another_address_acts_in_the_name_of_the_owner(waiting, staff, holder):
    if holder:
        make_user(holder, is_staff=True, is_superuser=False)
    waiting()
    decide(notify_address="writer@example.com")
    sweep_notices()
    assert about(ONE)[0]["user"] == staff.pk


def test_everybody_who_moderates_gets_mail_about_what_she_moderates(post, staff, waiting):
    waiting()
    make_trackback(post, status=Status.PENDING)
    make_user("writer", is_staff=True, is_superuser=False)
    make_user("gone", is_staff=True, is_active=False)
    helper = make_user("helper", is_staff=True, is_superuser=False)
    helper.user_permissions.add(Permission.objects.get(codename="change_trackback"))
    assert sweep_notices() == 3
    mails = OutgoingMail.objects.values_list("to", "about__kind")
    assert sorted(mails) == [
        (helper.email, "trackback"), (staff.email, "comment"), (staff.email, "trackback"),
    ]  # fmt: skip


def test_a_flood_becomes_one_mail(waiting):
    comments = waiting(AT_ONCE_AN_HOUR + 15)
    assert sweep_notices() == 1
    [said] = about(SEVERAL)
    assert said["items"] == {"comment": [comment.pk for comment in reversed(comments[5:])]}
    assert not Comment.objects.unmentioned().exists()


def test_a_flood_that_goes_on_is_one_mail_an_hour(waiting):
    waiting(AT_ONCE_AN_HOUR)
    assert sweep_notices() == AT_ONCE_AN_HOUR
    waiting()
    assert sweep_notices() == 1
    waiting(3)
    assert sweep_notices() == 0
    let_pass(minutes=50)
    assert sweep_notices() == 0
    let_pass(minutes=61)
    assert sweep_notices() == 3
    assert (len(about(ONE)), len(about(SEVERAL))) == (AT_ONCE_AN_HOUR + 3, 1)


@pytest.mark.parametrize(("notify", "minutes"), [("hourly", 60), ("daily", 24 * 60)])
def test_a_digest_comes_no_more_often_than_the_author_chose(waiting, notify, minutes):
    decide(notify=notify)
    waiting(2)
    assert sweep_notices() == 1
    waiting(1)
    let_pass(minutes=minutes - 1)
    assert sweep_notices() == 0
    let_pass(minutes=minutes + 1)
    assert sweep_notices() == 1
    assert len(about(SEVERAL)) == 2


def test_while_a_digest_waits_for_the_server_no_other_is_written(waiting):
    decide(notify="hourly")
    waiting()
    sweep_notices()
    waiting()
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert sweep_notices() == 0


def test_what_the_author_put_there_herself_is_not_mailed(post, staff):
    comment = make_comment(post)
    moderation.hold(Comment.objects.filter(pk=comment.pk), by=staff)
    assert sweep_notices() == 0


def test_what_comes_to_wait_again_by_itself_is_mailed_again(waiting):
    [comment] = waiting()
    sweep_notices()
    rows = Comment.objects.filter(pk=comment.pk)
    moderation.approve(rows)
    moderation.hold(rows, by_sender=True)
    assert sweep_notices() == 1


def test_a_blog_where_nothing_waits_asks_little(django_assert_num_queries):
    with django_assert_num_queries(3):
        assert sweep_notices() == 0
