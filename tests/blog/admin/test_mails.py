"""The outbox in the admin."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from blog.mail.models import OutgoingMail
from tests.blog.mail.sample_mails import READER, post, sample  # noqa: F401
from tests.factories import make_user

pytestmark = pytest.mark.django_db

OUTBOX = "/admin/blog/outgoingmail/"


@pytest.fixture
def admin(client):
    client.force_login(make_user(is_staff=True))
    return client


def make_settled(state, **fields):
    mail = post()
    values = {"state": state, "next_try_at": None, "settled_at": timezone.now()} | fields
    OutgoingMail.objects.filter(pk=mail.pk).update(**values)
    return mail


def page(client):
    return client.get(OUTBOX).content.decode()


def try_again(client, mail):
    chosen = {"action": "try_again", "_selected_action": [mail.pk]}
    return client.post(OUTBOX, chosen, follow=True).content.decode()


def test_each_mail_is_shown_with_what_became_of_it(admin, sample):  # noqa: F811
    make_settled("failed", last_answer="550 Nobody of that name", attempts=3)
    html = page(admin)
    for words in ("a sample", READER, "not taken", "550 Nobody of that name"):
        assert words in html


def test_the_page_of_a_mail_shows_what_it_is_about(admin):
    html = admin.get(f"{OUTBOX}{post().pk}/change/").content.decode()
    assert "number" in html
    assert READER in html


@pytest.mark.parametrize("state", ["sent", "failed", "dropped"])
def test_a_mail_is_sent_again(admin, mail_is_on, state):
    mail = make_settled(state, attempts=5)
    assert "1 mail is tried again." in try_again(admin, mail)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("queued", 0)


def test_a_mail_that_is_being_sent_is_left_alone(admin, mail_is_on):
    mail = post()
    OutgoingMail.objects.update(leased_until=timezone.now() + timedelta(minutes=1))
    assert "0 mails are tried again." in try_again(admin, mail)


def test_where_mail_is_off_the_outbox_says_how_to_turn_it_on(admin, settings):
    assert "EMAIL_URL=smtp" in page(admin)
    assert "Mail is off" in try_again(admin, make_settled("failed"))
    settings.EMAIL_URL = "smtp://127.0.0.1"
    assert "EMAIL_URL" not in page(admin)


def test_nobody_writes_or_deletes_a_mail_here(admin):
    mail = post()
    change = f"{OUTBOX}{mail.pk}/"
    assert admin.get(f"{OUTBOX}add/").status_code == 403
    assert admin.post(f"{change}change/", {"to": "x@example.com"}).status_code == 403
    assert admin.post(f"{change}delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in page(admin)


def test_whoever_may_only_look_cannot_send(client):
    user = make_user(is_staff=True, is_superuser=False)
    user.user_permissions.add(Permission.objects.get(codename="view_outgoingmail"))
    client.force_login(user)
    mail = make_settled("failed")
    try_again(client, mail)
    mail.refresh_from_db()
    assert mail.state == "failed"


def test_a_long_outbox_asks_no_more_than_a_short_one(admin, django_assert_max_num_queries):
    for _ in range(30):
        post()
    with django_assert_max_num_queries(10):
        page(admin)
