"""The login: failures are counted, and the owner is not locked out by strangers."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from config.login import BY_ACCOUNT, BY_BROWSER, BY_NETWORK, COOKIE
from tests.factories import PASSWORD, make_user

LOGIN = reverse("admin:login")
HOME = {"REMOTE_ADDR": "203.0.113.7"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    """A window of counts that begins now, so that none ends in the middle of a test."""
    with time_machine.travel(1_000_000 * BY_NETWORK.seconds, tick=False) as travelling:
        yield travelling


@pytest.fixture(autouse=True)
def ada():
    return make_user("ada", is_staff=True)


def try_to_log_in(client, password, *, name="ada", **where):
    typed = {"username": name, "password": password}
    return client.post(LOGIN, typed, **HOME | where)


def fail(client, times, **details):
    for _ in range(times):
        response = try_to_log_in(client, "wrong", **details)
    return response


def is_logged_in(response):
    return response.status_code == 302


def test_the_right_password_opens_the_door(client):
    response = try_to_log_in(client, PASSWORD)
    assert response["Location"] == reverse("admin:index")


def test_a_wrong_one_is_told_without_saying_what_is_wrong(client):
    told = [try_to_log_in(client, "wrong", name=name) for name in ("ada", "nobody")]
    first, second = (response.context["form"].non_field_errors() for response in told)
    assert first == second


def test_too_many_failures_for_one_account_are_refused_wherever_they_come_from(client):
    for number in range(BY_ACCOUNT.hits):
        fail(client, 1, REMOTE_ADDR=f"198.51.{number}.1")
    response = try_to_log_in(client, PASSWORD)
    assert response.status_code == 429
    assert "Wait 10 minutes, then try again." in response.content.decode()
    assert response["Retry-After"] == "600"


def test_too_many_failures_from_one_network_are_refused_whatever_the_account(client):
    for number in range(BY_NETWORK.hits):
        fail(client, 1, name=f"guess{number}", REMOTE_ADDR=f"203.0.113.{number + 1}")
    assert try_to_log_in(client, PASSWORD).status_code == 429
    elsewhere = try_to_log_in(client, PASSWORD, REMOTE_ADDR="198.51.100.1")
    assert is_logged_in(elsewhere)


def test_capitals_do_not_help(client):
    for name in ("ada", "ADA", "Ada"):
        fail(client, BY_ACCOUNT.hits // 2, name=name, REMOTE_ADDR="198.51.100.1")
    assert try_to_log_in(client, "wrong").status_code == 429


def test_after_a_while_the_door_opens_again(client, clock):
    assert fail(client, BY_ACCOUNT.hits + 1).status_code == 429
    clock.shift(timedelta(seconds=BY_ACCOUNT.seconds))
    assert is_logged_in(try_to_log_in(client, PASSWORD))


def test_success_is_not_counted(client):
    for _ in range(BY_ACCOUNT.hits + 2):
        assert is_logged_in(try_to_log_in(Client(), PASSWORD))


def test_the_owner_gets_in_from_a_browser_that_knows_her(client):
    try_to_log_in(client, PASSWORD)
    client.cookies.pop("sessionid")
    fail(Client(), BY_ACCOUNT.hits + 1, REMOTE_ADDR="198.51.100.1")
    assert try_to_log_in(Client(), PASSWORD).status_code == 429
    assert client.cookies[COOKIE]["path"] == LOGIN
    assert is_logged_in(try_to_log_in(client, PASSWORD))


def test_a_known_browser_may_not_guess_for_ever(client):
    try_to_log_in(client, PASSWORD)
    client.cookies.pop("sessionid")
    assert fail(client, BY_BROWSER.hits + 1).status_code == 429


def test_a_browser_is_known_for_one_account_alone(client):
    make_user("grace", is_staff=True)
    try_to_log_in(client, PASSWORD)
    client.cookies.pop("sessionid")
    fail(Client(), BY_ACCOUNT.hits, name="grace", REMOTE_ADDR="198.51.100.1")
    assert try_to_log_in(client, PASSWORD, name="grace").status_code == 429


@pytest.mark.parametrize("cookie", ["", "x", '["ada", "x"]', "\x00", "a:b:c"])
def test_a_made_up_cookie_makes_nobody_known(client, cookie):
    client.cookies[COOKIE] = cookie
    assert fail(client, BY_ACCOUNT.hits + 1).status_code == 429


def test_with_limits_off_nothing_is_refused(client, settings):
    settings.RATE_LIMITS = False
    fail(client, BY_NETWORK.hits + 1)
    assert is_logged_in(try_to_log_in(client, PASSWORD))


@pytest.mark.parametrize("name", ["\x00", "a" * 5000, "a\x08", "", "é" * 150])
def test_a_name_that_cannot_be_is_an_error_in_the_form(client, name):
    assert try_to_log_in(client, "x\x00", name=name).status_code == 200


def test_a_reader_with_an_account_is_not_let_in(client):
    make_user("reader")
    assert try_to_log_in(client, PASSWORD, name="reader").status_code == 200


def test_the_page_bears_the_name_of_the_blog(client):
    page = client.get(LOGIN).content.decode()
    assert "<h1>Log in</h1>" in page
    assert "Back to Rejoinder" in page
