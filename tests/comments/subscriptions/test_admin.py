"""Subscriptions in the admin: seen, found by address, and stopped for whoever asks the author."""

import pytest
from django.contrib.auth.models import Permission

from comments.models import Subscription
from tests.blog.admin.asking import bulk, messages, shown
from tests.comments.subscriptions.asking import subscribe
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/subscription/"


@pytest.fixture
def admin(client):
    client.force_login(make_user(is_staff=True))
    return client


def test_a_subscription_is_found_by_its_address(admin):
    row = subscribe(make_comment(email="jo@example.com"))
    subscribe()
    assert shown(admin, LIST, q="jo@example.com") == [row]
    page = admin.get(f"{LIST}{row.pk}/change/").text
    assert "jo@example.com" in page
    assert str(row.post) in page


def test_those_chosen_are_stopped(admin):
    rows = [subscribe(), subscribe(), subscribe()]
    response = bulk(admin, LIST, "stop", rows[:2])
    assert messages(response) == ["2 are stopped."]
    assert [row.state for row in Subscription.objects.order_by("pk")] == [
        "stopped",
        "stopped",
        "active",
    ]


def test_nobody_is_subscribed_or_changed_from_here(admin):
    row = subscribe()
    assert admin.get(f"{LIST}add/").status_code == 403
    assert admin.post(f"{LIST}{row.pk}/change/", {"email": "a@b.de"}).status_code == 403


def test_who_may_only_look_stops_nothing(client):
    user = make_user(is_staff=True, is_superuser=False)
    user.user_permissions.add(Permission.objects.get(codename="view_subscription"))
    client.force_login(user)
    row = subscribe()
    bulk(client, LIST, "stop", [row])
    assert Subscription.objects.get().is_active


def test_twice_the_subscriptions_cost_the_same_queries(admin, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(3):
        subscribe()
    with CaptureQueriesContext(connection) as once:
        admin.get(LIST)
    for _ in range(3):
        subscribe()
    with django_assert_num_queries(len(once)):
        admin.get(LIST)
