"""What is known of a reader: signed proof, and nothing that she merely says."""

import pytest
from django.http import HttpResponse

from comments import reader
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
