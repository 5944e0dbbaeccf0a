"""What is known of a reader: signed proof, and nothing that she merely says."""

import base64

import pytest
from django.http import HttpResponse

from blog.feedback import moderation
from comments import reader
from comments.models import Comment
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def after(rf, comments, cookie=None):
    """A request from a browser that wrote `comments`, one after the other."""
    request = rf.get("/comments/")
    if cookie:
        request.COOKIES[reader.COOKIE] = cookie
    for comment in comments:
        response = HttpResponse()
        reader.remember(request, response, comment)
        request = rf.get("/comments/")
        request.COOKIES[reader.COOKIE] = response.cookies[reader.COOKIE].value
    return request


def test_her_comments_are_remembered_newest_last(rf):
    comments = [make_comment() for _ in range(3)]
    assert reader.written_here(after(rf, comments)) == [comment.pk for comment in comments]


def test_only_the_newest_are_kept(rf):
    comment = make_comment()
    assert len(reader.written_here(after(rf, [comment] * (reader.KEPT + 5)))) == reader.KEPT


def test_what_comes_from_one_browser_is_known_by_the_first_of_it(rf):
    first, second = make_comment(), make_comment()
    assert reader.browser_of(after(rf, [])) is None
    assert reader.browser_of(after(rf, [first])) == first.pk
    assert reader.browser_of(after(rf, [first, second])) == first.pk
    Comment.objects.filter(pk=second.pk).update(browser=first.pk)
    assert reader.browser_of(after(rf, [second])) == first.pk


@pytest.mark.parametrize("status", ["pending", "spam", "removed"])
def test_she_is_known_while_one_of_them_is_shown(rf, status):
    shown, other = make_comment(), make_comment(status=status)
    assert not reader.is_known(after(rf, [other]))
    assert reader.is_known(after(rf, [shown, other]))


@pytest.mark.parametrize("cookie", ["", "x", "[1]", "WzFd:x:y", "é", "a" * 5000])
def test_a_forged_cookie_is_no_proof(rf, cookie):
    make_comment()
    request = after(rf, [], cookie)
    assert reader.written_here(request) == []
    assert not reader.is_known(request)


def after_confirming(rf, *emails):
    """A request from a browser in which each of `emails` was confirmed."""
    request = rf.get("/comments/")
    for email in emails:
        response = HttpResponse()
        reader.remember_address(request, response, email)
        request = rf.get("/comments/")
        request.COOKIES[reader.ADDRESS_COOKIE] = response.cookies[reader.ADDRESS_COOKIE].value
    return request


def test_she_is_known_by_an_address_that_she_confirmed_here(rf):
    request = after_confirming(rf, "Ann@example.com")
    assert reader.is_known(request, "ann@Example.com")
    assert not reader.is_known(request, "bob@example.com")
    assert not reader.is_known(request)
    assert not reader.is_known(rf.get("/comments/"), "ann@example.com")


def test_spam_under_a_confirmed_address_ends_the_trust_in_it(rf):
    request = after_confirming(rf, "ann@example.com")
    comment = make_comment(email="ANN@example.com", status="spam")
    assert not reader.is_known(request, "ann@example.com")
    assert reader.has_confirmed(request, "ann@example.com")
    moderation.remove(Comment.objects.filter(pk=comment.pk))
    assert reader.is_known(request, "ann@example.com")


def test_only_the_latest_addresses_are_kept_each_once(rf):
    emails = [f"{number}@example.com" for number in range(reader.KEPT_ADDRESSES + 1)]
    request = after_confirming(rf, *emails, emails[1])
    assert not reader.has_confirmed(request, emails[0])
    assert all(reader.has_confirmed(request, email) for email in emails[1:])


def test_the_cookie_of_an_address_does_not_tell_the_address(rf):
    cookie = after_confirming(rf, "ann@example.com").COOKIES[reader.ADDRESS_COOKIE]
    payload = base64.urlsafe_b64decode(cookie.split(":")[0].lstrip(".") + "===")
    assert b"ann" not in payload


def test_one_cookie_does_not_pass_for_the_other(rf):
    request = after(rf, [make_comment()])
    request.COOKIES[reader.ADDRESS_COOKIE] = request.COOKIES.pop(reader.COOKIE)
    assert not reader.is_known(request, "ann@example.com")


def test_a_receipt_is_not_a_cookie(rf):
    comment = make_comment()
    assert not reader.is_known(after(rf, [], reader.receipt_token(comment)))


def test_proof_grows_old(rf, time_machine):
    request = after(rf, [make_comment()])
    assert reader.is_known(request)
    time_machine.move_to("2100-01-01")
    assert not reader.is_known(request)


def test_a_cookie_of_an_https_site_is_sent_by_https_alone(rf, settings):
    settings.SESSION_COOKIE_SECURE = True
    response = HttpResponse()
    reader.remember(rf.get("/"), response, make_comment())
    assert response.cookies[reader.COOKIE]["secure"]
