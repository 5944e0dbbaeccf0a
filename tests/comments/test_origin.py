"""Which requests may have been made by somebody else's page."""

import pytest

from comments.origin import comes_from, origin_of

OURS = ["https://blog.example.com"]


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": ""}, False),
        # What the browser fetched from decides, whatever else is said.
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://blog.example.com"}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, True),
        ({"Origin": "https://blog.example.com"}, True),
        ({"Origin": "https://BLOG.example.com:443"}, True),
        ({"Origin": "http://blog.example.com"}, False),
        ({"Origin": "https://blog.example.com:8443"}, False),
        ({"Origin": "https://blog.example.com.evil.example"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "null", "Referer": "https://blog.example.com/"}, False),
        ({"Origin": "https://evil.example", "Referer": "https://blog.example.com/"}, False),
        ({"Referer": "https://blog.example.com/2009/09/28/x/"}, True),
        ({"Referer": "https://evil.example/?https://blog.example.com/"}, False),
        ({"Referer": "https://blog.example.com@evil.example/"}, False),
        ({"Referer": "https://[broken/"}, False),
        ({"Referer": "https://blog.example.com:port/"}, False),
        ({"Referer": "/relative/"}, False),
        ({}, False),
    ],
)
def test_the_headers_tell_where_a_form_was(headers, is_ours):
    assert comes_from(headers, OURS) is is_ours


def test_origins_without_meaning_match_nothing():
    assert origin_of("null") is None
    assert not comes_from({"Origin": "null"}, ["null"])
    assert not comes_from({}, [""])


def test_any_of_our_origins_will_do():
    assert comes_from({"Origin": "http://127.0.0.1:8000"}, [*OURS, "http://127.0.0.1:8000"])
