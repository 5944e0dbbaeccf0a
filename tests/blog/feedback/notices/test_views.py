"""The pages behind the links of the author's mails, without a login."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.utils import timezone

from blog.feedback import moderation
from blog.feedback.kinds import kind_named
from blog.feedback.models import Status
from blog.feedback.notices.links import SECONDS, link_url
from blog.feedback.notices.recipients import Recipient
from comments.models import Comment
from tests.blog.feedback.notices.notices import decide
from tests.factories import make_comment, make_trackback, make_user

pytestmark = pytest.mark.django_db

DECISIONS = [("approve", Status.APPROVED), ("spam", Status.SPAM), ("remove", Status.REMOVED)]


@pytest.fixture
def comment(staff):
    return make_comment(status=Status.PENDING, author_name="Ada", text="Wait for me")


def path_of(verb, item, to):
    kind = kind_named(item._meta.model_name)
    address = to if isinstance(to, Recipient) else Recipient(to.email, to)
    return link_url(verb, kind, item, address).removeprefix("http://testserver")


def status_of(item):
    return type(item).objects.get(pk=item.pk).status


@pytest.mark.parametrize(("verb", "status"), DECISIONS)
def test_opening_a_link_changes_nothing_and_sending_its_form_does(
    client, comment, staff, verb, status
):
    path = path_of(verb, comment, staff)
    page = client.get(path)
    assert "Wait for me" in page.content.decode()
    client.head(path)
    assert status_of(comment) == Status.PENDING
    done = client.post(path, follow=True)
    assert done.redirect_chain == [(f"{path}?done=1", 302)]
    assert "Done" in done.content.decode()
    assert "This is settled" not in done.content.decode()
    assert status_of(comment) == status


def test_a_link_from_another_blog_is_decided_on_alike(client, staff):
    link = make_trackback(status=Status.PENDING)
    client.post(path_of("approve", link, staff))
    assert status_of(link) == Status.APPROVED


def test_the_audit_trail_names_whose_mail_it_was(client, comment, staff):
    client.post(path_of("approve", comment, staff))
    record = comment.records.last()
    assert (record.by, record.why) == (staff, "By a link in a mail.")
    assert record.batch


@pytest.mark.parametrize("used", [verb for verb, _ in DECISIONS])
def test_a_link_that_was_used_says_what_stands(client, comment, staff, used):
    path, other = path_of(used, comment, staff), path_of("approve", comment, staff)
    client.post(path)
    stands = status_of(comment)
    for link in (path, other):
        assert "This is settled" in client.get(link).content.decode()
        assert client.post(link).status_code == 409
    assert status_of(comment) == stands


def test_a_link_is_spent_even_where_its_comment_came_to_wait_again(client, comment, staff):
    path = path_of("approve", comment, staff)
    client.post(path)
    moderation.hold(Comment.objects.all(), by=staff)
    assert client.post(path).status_code == 409
    assert status_of(comment) == Status.PENDING


def test_a_comment_is_answered_and_approved(client, comment, staff):
    path = path_of("reply", comment, staff)
    assert "Answer Ada" in client.get(path).content.decode()
    done = client.post(path, {"body": "Come in!"}, follow=True).content.decode()
    assert "It is approved now. Your answer stands below it." in done
    reply = comment.replies.get()
    assert (reply.user, reply.body, status_of(comment)) == (staff, "Come in!", Status.APPROVED)
    assert client.post(path, {"body": "Come in!"}).status_code == 409


@pytest.mark.parametrize("body", ["", "  \n", "x" * 20_000])
def test_an_answer_that_is_refused_is_kept_on_the_page(client, comment, staff, body):
    response = client.post(path_of("reply", comment, staff), {"body": body})
    assert response.status_code == 422
    assert "field-error" in response.content.decode()
    assert body in response.content.decode()
    assert status_of(comment) == Status.PENDING


def test_an_address_of_no_account_decides_and_replies_as_the_owner(client, comment, staff):
    decide(notify_address="team@post.example")
    team = Recipient("team@post.example", staff)
    client.post(path_of("reply", comment, team), {"body": "Come in!"})
    assert comment.records.last().by == comment.replies.get().user == staff


def forge(path, staff):
    return path[:-3] + ("abc/" if not path.endswith("abc/") else "xyz/")


def deactivate(path, staff):
    staff.is_active = False
    staff.save()
    return path


def take_rights(path, staff):
    staff.is_superuser = False
    staff.save()
    staff.user_permissions.add(Permission.objects.get(codename="change_trackback"))
    return path


def move(path, staff):
    staff.email = "elsewhere@example.com"
    staff.save()
    return path


def name_another(path, staff):
    decide(notify_address="team@post.example")
    return path


def delete(path, staff):
    Comment.objects.all().delete()
    return path


@pytest.mark.parametrize(
    "spoil", [forge, deactivate, take_rights, move, name_another, delete], ids=lambda f: f.__name__
)
def test_a_link_that_is_no_longer_good_is_no_page(client, comment, staff, spoil):
    path = spoil(path_of("approve", comment, staff), staff)
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    assert not Comment.objects.approved().exists()


def test_a_link_runs_out(client, comment, staff):
    path = path_of("approve", comment, staff)
    with time_machine.travel(timezone.now() + timedelta(seconds=SECONDS + 1)):
        assert client.post(path).status_code == 404
    assert status_of(comment) == Status.PENDING


def test_a_link_of_one_member_of_staff_is_not_that_of_another(client, comment, staff):
    other = make_user(is_staff=True)
    assert path_of("approve", comment, staff) != path_of("approve", comment, other)


def test_the_page_is_kept_by_nobody_and_names_no_address(client, comment, staff):
    response = client.get(path_of("approve", comment, staff))
    assert "no-store" in response["Cache-Control"]
    assert 'content="noindex"' in response.content.decode()
    assert staff.email not in response.content.decode()
    assert not response.cookies


def test_words_of_strangers_are_text_on_the_page(client, staff):
    hostile = "<script>alert(1)</script>"
    comment = make_comment(status=Status.PENDING, author_name=hostile, text=hostile)
    assert hostile not in client.get(path_of("spam", comment, staff)).content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, comment, staff, method):
    assert getattr(client, method)(path_of("spam", comment, staff)).status_code == 405
