"""What Akismet is asked, and what its answer means."""

from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest

from blog.feedback.akismet import BOUNDS, NoAnswer, question, read_answer
from blog.web.exchange import Response
from tests.factories import make_submission


def asked(**fields):
    known = {"key": "k3y", "permalink": "https://blog.example/a/"}
    when = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
    return question(make_submission(**fields), **known, sent_at=when)


def test_a_question_says_who_wrote_what_where(settings):
    settings.SITE_LIVE = True
    request = asked(text="Bread & butter", author_name="Zoë", url="https://zoe.example")
    sent = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
    assert (request.method, request.url) == ("POST", "https://rest.akismet.com/1.1/comment-check")
    assert sent["api_key"] == "k3y"
    assert (sent["comment_content"], sent["comment_author"]) == ("Bread & butter", "Zoë")
    assert (sent["user_ip"], sent["comment_date_gmt"]) == (
        "203.0.113.7",
        "2026-05-03T09:30:00+00:00",
    )
    assert "is_test" not in sent


def test_a_site_that_is_not_live_asks_as_a_test(settings):
    settings.SITE_LIVE = False
    assert b"is_test=1" in asked().body


def test_the_key_is_in_no_address_and_follows_no_redirect():
    assert "k3y" not in asked().url
    assert BOUNDS.redirects == 0


@pytest.mark.parametrize(
    ("body", "headers", "answer"),
    [
        (b"false", {}, ""),
        (b"true\n", {}, "spam"),
        (b"true", {"x-akismet-pro-tip": "discard"}, "discard"),
    ],
)
def test_an_answer_is_one_word(body, headers, answer):
    assert read_answer(Response("https://a.example", 200, headers, body)) == answer


@pytest.mark.parametrize(
    ("status", "body"), [(200, b"invalid"), (200, b""), (500, b"true"), (302, b"false")]
)
def test_anything_else_is_no_answer(status, body):
    with pytest.raises(NoAnswer):
        read_answer(Response("https://a.example", status, {}, body))
