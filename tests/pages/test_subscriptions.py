"""Pages behind the links in mails to subscribers: opening one changes nothing, and none guesses."""

import re
from datetime import timedelta

import pytest

from blog.models import Post
from blog.site import own_path
from comments.models import Subscription
from comments.reader import ADDRESS_COOKIE
from comments.subscriptions import links, services
from tests.comments.subscriptions.asking import subscribe
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

FROM_HERE = {"sec-fetch-site": "same-origin"}
NOON = "2026-05-05 12:00:00+00:00"
URLS = (links.confirm_url, links.stop_url, links.manage_url)


def state(row):
    row.refresh_from_db()
    return row.state


@pytest.fixture
def asked():
    return subscribe(is_proved=False)


@pytest.fixture
def active():
    return subscribe()


@pytest.mark.parametrize("url", URLS)
def test_opening_a_link_changes_nothing_however_often(client, url):
    asked, active = subscribe(is_proved=False), subscribe()
    for row in (asked, active):
        for _ in range(2):
            response = client.get(own_path(url(row)))
            assert response.status_code == 200
            assert client.head(own_path(url(row))).status_code == 200
        assert response["Cache-Control"].count("no-store") == 1
        assert not response.cookies
    assert (state(asked), state(active)) == ("unconfirmed", "active")


@pytest.mark.parametrize("url", URLS)
def test_a_forged_link_is_not_found_and_looks_like_any_other(client, url, active):
    real = own_path(url(active))
    forged = real[:-5] + ("AAAA/" if not real.endswith("AAAA/") else "BBBB/")
    others = [
        forged,
        re.sub(r"[^/]+/$", "x/", real),
        own_path(links.stop_url(Subscription(pk=10**6))),
    ]
    for address in others:
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 404
    assert state(active) == "active"


def test_a_link_of_one_kind_is_none_of_another(client, active):
    stop = links.stop_url(active).rstrip("/").rpartition("/")[2]
    manage = links.manage_url(active).rstrip("/").rpartition("/")[2]
    for address in (f"confirm/{stop}", f"confirm/{manage}", f"stop/{manage}"):
        assert client.get(f"/comments/subscription/{address}/").status_code == 404
    assert client.get(f"/comments/subscriptions/{stop}/").status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("url", URLS)
def test_other_methods_are_refused(client, url, method, active):
    assert getattr(client, method)(own_path(url(active))).status_code == 405


# --- confirming


def test_a_click_confirms_and_the_browser_is_known_from_then_on(client, asked):
    address = own_path(links.confirm_url(asked))
    assert "Do you want this mail?" in client.get(address).text
    response = client.post(address, headers=FROM_HERE)
    assert state(asked) == "active"
    assert asked.email in response.text
    assert client.cookies[ADDRESS_COOKIE]["httponly"]
    assert "You get mail" in client.get(address).text


def test_a_question_runs_out(client, time_machine):
    time_machine.move_to(NOON)
    asked = subscribe(is_proved=False)
    address = own_path(links.confirm_url(asked))
    time_machine.shift(timedelta(seconds=links.CONFIRM_SECONDS + 60))
    assert client.post(address).status_code == 404
    assert state(asked) == "unconfirmed"


def test_a_link_that_was_used_says_that_it_was_stopped_since(client, asked):
    address = own_path(links.confirm_url(asked))
    client.post(address)
    services.stop(asked)
    response = client.post(address)
    assert "This was stopped" in response.text
    assert state(asked) == "stopped"


def test_a_page_of_somebody_else_takes_from_a_browser_nothing_that_it_proves(client, asked):
    address = own_path(links.confirm_url(asked))
    response = client.post(address, headers={"sec-fetch-site": "cross-site"})
    assert state(asked) == "active"
    assert ADDRESS_COOKIE not in response.cookies


def test_whoever_has_too_many_is_led_to_where_she_can_stop_some(client, asked, monkeypatch):
    subscribe(make_comment(email=asked.email))
    monkeypatch.setattr(services, "MOST_OF_ADDRESS", 1)
    response = client.post(own_path(links.confirm_url(asked)))
    assert response.status_code == 409
    assert "/comments/subscriptions/" in response.text
    assert ADDRESS_COOKIE not in response.cookies
    assert state(asked) == "unconfirmed"


# --- stopping


def test_a_mail_program_stops_it_by_one_post_without_cookie_or_token(active):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    response = strict.post(own_path(links.stop_url(active)), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert state(active) == "stopped"


def test_it_can_be_stopped_ever_after_and_twice(client, time_machine):
    time_machine.move_to(NOON)
    active = subscribe()
    address = own_path(links.stop_url(active))
    time_machine.shift(timedelta(days=1000))
    for _ in range(2):
        assert "No more mail goes to" in client.post(address).text
    assert "No more mail goes to" in client.get(address).text


def test_it_can_be_stopped_where_the_post_is_gone_from_sight(client, active):
    Post.objects.filter(pk=active.post_id).update(status="draft", title="A secret")
    response = client.post(own_path(links.stop_url(active)))
    assert state(active) == "stopped"
    assert "A secret" not in response.text


# --- all of one address


@pytest.fixture
def three(active):
    for number in range(2):
        subscribe(make_comment(email=active.email), "post", is_proved=bool(number))
    subscribe(make_comment(email="other@example.com"))
    return Subscription.objects.of_address(active.email).order_by("pk")


def test_all_of_an_address_are_listed_and_nobody_elses(client, active, three):
    text = client.get(own_path(links.manage_url(active))).text
    assert [str(row.post) in text for row in Subscription.objects.order_by("pk")] == [
        True,
        True,
        True,
        False,
    ]
    assert text.count("not confirmed yet") == 1


def test_one_of_them_is_stopped_and_then_all(client, active, three):
    address = own_path(links.manage_url(active))
    client.post(address, {"stop": three[1].pk})
    assert [row.state for row in three.all()] == ["active", "stopped", "active"]
    assert "All 2 are stopped" in client.post(address, {"all": "1"}).text
    assert {row.state for row in three.all()} == {"stopped"}
    assert Subscription.objects.get(email="other@example.com").is_active


@pytest.mark.parametrize("stop", ["", "x", "9" * 30, "-1", "\x00"])
def test_nonsense_stops_nothing(client, active, stop):
    assert client.post(own_path(links.manage_url(active)), {"stop": stop}).status_code == 200
    assert state(active) == "active"


def test_somebody_elses_is_not_stopped_from_here(client, active):
    other = subscribe(make_comment(email="other@example.com"))
    client.post(own_path(links.manage_url(active)), {"stop": other.pk})
    assert state(other) == "active"


def test_the_list_runs_out(client, time_machine):
    time_machine.move_to(NOON)
    active = subscribe()
    address = own_path(links.manage_url(active))
    time_machine.shift(timedelta(seconds=links.MANAGE_SECONDS + 60))
    assert client.get(address).status_code == 404


def test_twice_the_subscriptions_cost_the_same_queries(client, active, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = own_path(links.manage_url(active))
    with CaptureQueriesContext(connection) as once:
        client.get(address)
    for _ in range(4):
        subscribe(make_comment(email=active.email))
    with django_assert_num_queries(len(once)):
        client.get(address)
