"""The headers that every answer bears."""

import pytest
from csp.utils import build_policy
from django.http import HttpResponse

from config.middleware import policies_middleware


def answered(rf, **said):
    return policies_middleware(lambda _request: HttpResponse("", **said))(rf.get("/"))


def parts(policy):
    return {part.strip() for part in policy.split(";")}


def test_a_page_may_load_what_the_settings_say(rf):
    found = answered(rf)["Content-Security-Policy"]
    assert parts(found) == parts(build_policy())
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= parts(found)
    assert "nonce" not in found
    assert "unsafe" not in found


def test_what_no_page_uses_is_denied(rf):
    assert "camera=()" in answered(rf)["Permissions-Policy"]


@pytest.mark.parametrize("name", ["Content-Security-Policy", "Permissions-Policy"])
def test_what_a_view_itself_said_stands(rf, name):
    assert answered(rf, headers={name: "its own"})[name] == "its own"


@pytest.mark.parametrize(
    ("is_debugging", "status", "is_told"),
    [(True, 404, False), (True, 500, False), (True, 200, True), (False, 500, True)],
)
def test_only_the_pages_of_a_developer_may_load_more(rf, settings, is_debugging, status, is_told):
    settings.DEBUG = is_debugging
    assert ("Content-Security-Policy" in answered(rf, status=status)) == is_told
