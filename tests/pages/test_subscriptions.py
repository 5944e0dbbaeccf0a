"""Pages behind the links in mails to subscribers: opening one changes nothing, and none guesses."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from blog.limits import Limit
from blog.models import Post, SiteSettings
from comments.models import Comment, Subscription
from comments.reader import ADDRESS_COOKIE, receipt_token
from comments.subscriptions import links, services
from tests.comments.subscriptions.asking import outbox, subscribe
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db

NOON = "2026-05-05 12:00:00+00:00"
URLS = (links.confirm_url, links.stop_url, links.manage_url)


def path(url):
    return url.removeprefix("http://testserver")


def state(row):
    row.refresh_from_db()
    return row.state


@pytest.fixture
def asked():
    return subscribe(is_proved=False)


@pytest.fixture
def active():
    return subscribe()


# --- the form


def send(client, post, **fields):
    data = {"name": "Jo", "email": "jo@example.com", "body": "Words.", "notify": "answers"}
    headers = {"Sec-Fetch-Site": "same-origin"}
    return client.post(f"/comments/post/{post.pk}/", data | fields, headers=headers, follow=True)


@pytest.mark.usefixtures("mail_is_on")
@pytest.mark.parametrize("scope", ["answers", "post"])
def test_a_reader_asks_for_mail_with_her_comment(client, scope):
    send(client, make_post(), notify=scope)
    row = Subscription.objects.get()
    assert (row.email, row.scope, row.comment) == ("jo@example.com", scope, Comment.objects.get())
    assert [to for to, _about in outbox(services.CONFIRMATION)] == ["jo@example.com"]


@pytest.mark.usefixtures("mail_is_on")
def test_nobody_gets_mail_who_did_not_ask(client):
    send(client, make_post(), notify="")
    assert Subscription.objects.count() == 0
    assert outbox(services.CONFIRMATION) == []


@pytest.mark.usefixtures("mail_is_on")
def test_a_choice_that_is_none_is_refused_and_the_words_are_kept(client):
    response = send(client, make_post(), notify="everything")
    assert response.status_code == 422
    assert "Words." in response.text
    assert Comment.objects.count() == 0


@pytest.mark.usefixtures("mail_is_on")
def test_a_browser_that_proved_the_address_is_not_asked(client):
    post = make_post()
    earlier = subscribe(make_comment(email="jo@example.com"), is_proved=False)
    client.post(path(links.confirm_url(earlier)))
    send(client, post)
    assert Subscription.objects.get(post=post).is_active
    send(client, post, email="em@example.com", body="Other words.")
    assert not Subscription.objects.get(post=post, email="em@example.com").is_active


def test_where_no_mail_is_sent_none_is_offered(client, settings):
    post = make_post()
    assert 'name="notify"' not in client.get(post.get_absolute_url()).text
    send(client, post)
    assert (Comment.objects.count(), Subscription.objects.count()) == (1, 0)
    settings.EMAIL_URL = "smtp://localhost"
    assert 'name="notify"' in client.get(post.get_absolute_url()).text


@pytest.mark.usefixtures("mail_is_on")
def test_she_is_told_what_comes_of_it_shown_or_held(client):
    SiteSettings.objects.update_or_create(pk=1, defaults={"comment_policy": "publish"})
    assert "A mail goes to" in send(client, make_post()).text
    SiteSettings.objects.update(comment_policy="hold_all")
    assert "A mail goes to" in send(client, make_post()).text
    SiteSettings.objects.update(comment_policy="publish")
    assert "A mail goes" not in send(client, make_post(), notify="").text


@pytest.mark.usefixtures("mail_is_on")
def test_too_many_wishes_are_refused_and_the_comment_is_taken(client, monkeypatch):
    monkeypatch.setattr(services, "PER_NETWORK", Limit("subscribe-network", 0, 3600))
    assert "Too many mails" in send(client, make_post()).text
    assert (Comment.objects.count(), Subscription.objects.count()) == (1, 0)


# --- from the receipt


def subscribe_by_receipt(client, comment, **headers):
    headers = headers or {"Sec-Fetch-Site": "same-origin"}
    address = reverse("comments:subscribe", args=[receipt_token(comment)])
    return client.post(address, {"notify": "answers"}, headers=headers, follow=True)


@pytest.mark.usefixtures("mail_is_on")
@pytest.mark.parametrize("status", ["pending", "approved"])
def test_a_reader_asks_for_mail_later(client, status):
    comment = make_comment(status=status)
    response = subscribe_by_receipt(client, comment)
    assert "A mail goes to" in response.text
    assert Subscription.objects.get().comment == comment


@pytest.mark.usefixtures("mail_is_on")
@pytest.mark.parametrize("status", ["spam", "removed"])
def test_no_mail_for_a_comment_that_is_not_wanted(client, status):
    comment = make_comment(status=status)
    assert subscribe_by_receipt(client, comment).status_code == 200
    assert Subscription.objects.count() == 0


@pytest.mark.usefixtures("mail_is_on")
def test_another_site_cannot_ask_for_her(client):
    response = subscribe_by_receipt(client, make_comment(), **{"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert Subscription.objects.count() == 0


@pytest.mark.usefixtures("mail_is_on")
def test_a_wish_for_nothing_known_leads_back(client):
    address = reverse("comments:subscribe", args=[receipt_token(make_comment())])
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert client.post(address, {"notify": "x"}, headers=headers).status_code == 302
    assert client.get(address).status_code == 302
    assert Subscription.objects.count() == 0


def test_without_mail_a_receipt_offers_none(client):
    comment = make_comment()
    subscribe_by_receipt(client, comment)
    assert Subscription.objects.count() == 0
    address = reverse("comments:receipt", args=[receipt_token(comment)])
    assert "Get mail" not in client.get(address).text


# --- links


@pytest.mark.parametrize("url", URLS)
def test_opening_a_link_changes_nothing_however_often(client, url):
    asked, active = subscribe(is_proved=False), subscribe()
    for row in (asked, active):
        for _ in range(2):
            response = client.get(path(url(row)))
            assert response.status_code == 200
            assert client.head(path(url(row))).status_code == 200
        assert response["Cache-Control"].count("no-store") == 1
        assert not response.cookies
    assert (state(asked), state(active)) == ("unconfirmed", "active")


@pytest.mark.parametrize("url", URLS)
def test_a_forged_link_is_not_found_and_looks_like_any_other(client, url, active):
    real = path(url(active))
    forged = real[:-5] + ("AAAA/" if not real.endswith("AAAA/") else "BBBB/")
    others = [forged, re.sub(r"[^/]+/$", "x/", real), path(links.stop_url(Subscription(pk=10**6)))]
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
    assert getattr(client, method)(path(url(active))).status_code == 405


# --- confirming


def test_a_click_confirms_and_the_browser_is_known_from_then_on(client, asked):
    address = path(links.confirm_url(asked))
    assert "Do you want this mail?" in client.get(address).text
    response = client.post(address)
    assert state(asked) == "active"
    assert asked.email in response.text
    assert client.cookies[ADDRESS_COOKIE]["httponly"]
    assert "You get mail" in client.get(address).text


def test_a_question_runs_out(client, time_machine):
    time_machine.move_to(NOON)
    asked = subscribe(is_proved=False)
    address = path(links.confirm_url(asked))
    time_machine.shift(timedelta(seconds=links.CONFIRM_SECONDS + 60))
    assert client.post(address).status_code == 404
    assert state(asked) == "unconfirmed"


def test_a_link_that_was_used_says_that_it_was_stopped_since(client, asked):
    address = path(links.confirm_url(asked))
    client.post(address)
    services.stop(asked)
    response = client.post(address)
    assert "This was stopped" in response.text
    assert state(asked) == "stopped"


def test_whoever_has_too_many_is_led_to_where_she_can_stop_some(client, asked, monkeypatch):
    subscribe(make_comment(email=asked.email))
    monkeypatch.setattr(services, "MOST_OF_ADDRESS", 1)
    response = client.post(path(links.confirm_url(asked)))
    assert response.status_code == 409
    assert "/comments/subscriptions/" in response.text
    assert ADDRESS_COOKIE not in response.cookies
    assert state(asked) == "unconfirmed"


# --- stopping


def test_a_mail_program_stops_it_by_one_post_without_cookie_or_token(active):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    response = strict.post(path(links.stop_url(active)), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert state(active) == "stopped"


def test_it_can_be_stopped_ever_after_and_twice(client, time_machine):
    time_machine.move_to(NOON)
    active = subscribe()
    address = path(links.stop_url(active))
    time_machine.shift(timedelta(days=1000))
    for _ in range(2):
        assert "No more mail goes to" in client.post(address).text
    assert "No more mail goes to" in client.get(address).text


def test_it_can_be_stopped_where_the_post_is_gone_from_sight(client, active):
    Post.objects.filter(pk=active.post_id).update(status="draft", title="A secret")
    response = client.post(path(links.stop_url(active)))
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
    text = client.get(path(links.manage_url(active))).text
    assert [str(row.post) in text for row in Subscription.objects.order_by("pk")] == [
        True,
        True,
        True,
        False,
    ]
    assert text.count("not confirmed yet") == 1


def test_one_of_them_is_stopped_and_then_all(client, active, three):
    address = path(links.manage_url(active))
    client.post(address, {"stop": three[1].pk})
    assert [row.state for row in three.all()] == ["active", "stopped", "active"]
    assert "All 2 are stopped" in client.post(address, {"all": "1"}).text
    assert {row.state for row in three.all()} == {"stopped"}
    assert Subscription.objects.get(email="other@example.com").is_active


@pytest.mark.parametrize("stop", ["", "x", "9" * 30, "-1", "\x00"])
def test_nonsense_stops_nothing(client, active, stop):
    assert client.post(path(links.manage_url(active)), {"stop": stop}).status_code == 200
    assert state(active) == "active"


def test_somebody_elses_is_not_stopped_from_here(client, active):
    other = subscribe(make_comment(email="other@example.com"))
    client.post(path(links.manage_url(active)), {"stop": other.pk})
    assert state(other) == "active"


def test_the_list_runs_out(client, time_machine):
    time_machine.move_to(NOON)
    active = subscribe()
    address = path(links.manage_url(active))
    time_machine.shift(timedelta(seconds=links.MANAGE_SECONDS + 60))
    assert client.get(address).status_code == 404


def test_twice_the_subscriptions_cost_the_same_queries(client, active, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = path(links.manage_url(active))
    with CaptureQueriesContext(connection) as once:
        client.get(address)
    for _ in range(4):
        subscribe(make_comment(email=active.email))
    with django_assert_num_queries(len(once)):
        client.get(address)
