"""The guards of the browser tests really bite."""

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path
from playwright.sync_api import Error

from tests.browser.accessibility import assert_accessible

HEAD = "<!doctype html><html lang=en><title>A page</title>"


def serve(body):
    return lambda request: HttpResponse(f"{HEAD}<main>{body}</main>")


urlpatterns = [
    path("good/", serve("<h1>Words</h1>")),
    path("outside/", serve("<h1>Words</h1><a href='http://other.example/'>there</a>")),
    path("inline/", serve("<h1 style='color: red'>Words</h1>")),
    path("broken/", serve("<h1>Words</h1><img src='/x.png'>")),
]
pytestmark = pytest.mark.usefixtures("_own_urls")


@pytest.fixture
def _own_urls():
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_a_request_to_another_host_is_stopped_and_recorded(page, outside_requests):
    page.goto("/outside/")
    with pytest.raises(Error, match="ERR_FAILED"):
        page.goto("http://other.example/")
    assert outside_requests == ["http://other.example/"]
    outside_requests.clear()


def test_a_breach_of_the_policy_is_recorded(page, page_faults):
    page.goto("/inline/")
    page.wait_for_load_state()
    assert len(page_faults) == 1
    page_faults.clear()


def test_a_breach_without_script_is_recorded_too(page_without_js, page_faults):
    page_without_js.goto("/inline/")
    assert len(page_faults) == 1
    page_faults.clear()


def test_an_accessible_page_passes(page):
    page.goto("/good/")
    assert_accessible(page)


def test_a_picture_without_words_is_found(page):
    page.goto("/broken/")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
