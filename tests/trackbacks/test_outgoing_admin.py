"""Whom the posts link to, in the admin."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from tests.factories import make_post, make_user
from trackbacks.models import OutgoingLink

pytestmark = pytest.mark.django_db

LINKS = "/admin/trackbacks/outgoinglink/"


@pytest.fixture
def admin(client):
    client.force_login(make_user(is_staff=True))
    return client


def make_link(post=None, **fields):
    target = f"https://other.example/{OutgoingLink.objects.count()}"
    return OutgoingLink.objects.create(post=post or make_post(), **{"target": target} | fields)


def send_again(client, *links):
    chosen = {"action": "send_again", "_selected_action": [link.pk for link in links]}
    return client.post(LINKS, chosen, follow=True).content.decode()


def test_a_link_shows_what_was_answered(admin):
    link = make_link(
        state="told", protocol="webmention", last_answer="accepted (HTTP 201)", attempts=2,
        status_page="https://other.example/status/1", told_at=timezone.now(),
    )  # fmt: skip
    html = admin.get(LINKS).content.decode()
    for words in (link.target, "accepted (HTTP 201)", link.status_page, str(link.post)):
        assert words in html


@pytest.mark.parametrize("state", OutgoingLink.State)
def test_a_link_is_sent_again(admin, state):
    link = make_link(state=state, attempts=6, next_try_at=None)
    assert "1 page will be told" in send_again(admin, link)
    link.refresh_from_db()
    assert (link.state, link.attempts) == ("waiting", 0)
    assert link.next_try_at <= timezone.now()


def test_what_is_linked_no_longer_or_held_by_a_worker_is_left_alone(admin):
    gone = make_link(state="removed", is_present=False)
    held = make_link(leased_until=timezone.now() + timedelta(minutes=1), attempts=1)
    assert "0 pages will be told" in send_again(admin, gone, held)
    gone.refresh_from_db()
    assert gone.state == "removed"


def test_links_can_be_read_and_nothing_more(admin):
    link = make_link()
    assert admin.get(f"{LINKS}{link.pk}/change/").status_code == 200
    assert admin.post(f"{LINKS}{link.pk}/change/", {"target": "x"}).status_code == 403
    assert admin.get(f"{LINKS}add/").status_code == 403


def test_whoever_may_only_look_cannot_send(client):
    user = make_user(is_staff=True, is_superuser=False)
    user.user_permissions.add(Permission.objects.get(codename="view_outgoinglink"))
    client.force_login(user)
    link = make_link(state="told")
    send_again(client, link)
    link.refresh_from_db()
    assert link.state == "told"


def test_a_long_list_asks_no_more_than_a_short_one(admin, django_assert_max_num_queries):
    for _ in range(20):
        make_link()
    with django_assert_max_num_queries(10):
        admin.get(LINKS)
