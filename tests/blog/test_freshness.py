"""What may be kept of a page, by whom, and when it is sent again."""

import pytest
from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers

from blog.freshness import always_asked_again, silent_is_not_kept


@always_asked_again
def page(request, words="A page"):
    return HttpResponse(words)


def test_everybody_may_keep_a_page_and_must_ask_again(rf):
    response = page(rf.get("/"))
    assert response["Cache-Control"] == "max-age=0, must-revalidate, public"
    assert response["Vary"] == "Cookie"


def test_a_page_for_a_session_is_kept_by_nobody(rf, settings):
    request = rf.get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    assert page(request)["Cache-Control"] == "private, no-store"


def test_other_cookies_make_no_difference(rf):
    request = rf.get("/")
    request.COOKIES["theme"] = "dark"
    assert page(request)["Cache-Control"] == "max-age=0, must-revalidate, public"


def test_who_has_the_page_gets_nothing_and_who_has_another_gets_it(rf):
    tag = page(rf.get("/"))["ETag"]
    assert page(rf.get("/", headers={"If-None-Match": tag})).status_code == 304
    assert page(rf.get("/", headers={"If-None-Match": f'"x", W/{tag}'})).status_code == 304
    assert page(rf.get("/", headers={"If-None-Match": tag}), "Another").status_code == 200


@pytest.mark.parametrize("status", [404, 500])
def test_what_went_wrong_is_never_taken_for_known(rf, status):
    failing = always_asked_again(lambda request: HttpResponse("x", status=status))
    tag = page(rf.get("/"), "x")["ETag"]
    assert failing(rf.get("/", headers={"If-None-Match": tag})).status_code == status


def test_what_the_view_said_stands(rf):
    @always_asked_again
    def secret(request):
        response = HttpResponse("x")
        add_never_cache_headers(response)
        return response

    response = secret(rf.get("/"))
    assert "no-store" in response["Cache-Control"]
    assert not response.has_header("ETag")


def test_shared_caches_alone_may_answer_for_a_while_where_the_operator_says_so(rf, settings):
    settings.SHARED_CACHE_SECONDS = 10
    kept = page(rf.get("/"))["Cache-Control"]
    assert kept == "max-age=0, must-revalidate, public, s-maxage=10"
    request = rf.get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    assert page(request)["Cache-Control"] == "private, no-store"


def test_what_says_nothing_of_being_kept_is_kept_by_nobody(rf):
    silent = silent_is_not_kept(lambda request: HttpResponse(status=404))
    assert silent(rf.get("/"))["Cache-Control"] == "private, no-store"
    says = silent_is_not_kept(lambda request: HttpResponse(headers={"Cache-Control": "public"}))
    assert says(rf.get("/"))["Cache-Control"] == "public"
