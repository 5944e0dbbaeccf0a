"""The sender's half of TrackBack 1.2."""

from urllib.parse import parse_qsl

import pytest

from blog.web.exchange import Response
from tests.trackbacks.public_cases import recorded_requests
from trackbacks.protocols import trackback, trackback_client
from trackbacks.protocols.trackback import Ping

PING = Ping("https://own.example/a?b=1&c", "Tïtle & more", "“Words”", "My blog")


def judged(body, status=200):
    headers = {"content-type": "text/xml; charset=utf-8"}
    return trackback_client.judge(Response("https://other.example/t", status, headers, body))


def test_a_request_is_a_ping_that_is_understood_here():
    assert (
        trackback.parse_ping(trackback_client.request(PING), trackback_client.CONTENT_TYPE) == PING
    )


def test_fields_without_words_are_left_out():
    assert (
        trackback_client.request(Ping("https://own.example/"))
        == b"url=https%3A%2F%2Fown.example%2F"
    )


def test_the_charset_is_declared():
    assert trackback_client.CONTENT_TYPE.endswith("; charset=utf-8")


@pytest.mark.parametrize(
    "body",
    [trackback.success(), b"\n<response><error> 0 </error></response>", b"<error>0</error> <html>",
     b"<?xml version='1.0'?><!DOCTYPE x><response>\n<error>0</error><message>&x;</message>"],
)  # fmt: skip
def test_error_0_is_success_however_it_is_wrapped(body):
    assert judged(body).verdict == "accepted"


@pytest.mark.parametrize(
    ("message", "words"),
    [("No <b>way</b> & so on", "No way & so on"), ("<![CDATA[Closed.]]>", "Closed."),
     ("", "refused"), ("x\x00\ny " * 5000, "x y x y")],
)  # fmt: skip
def test_an_error_gives_its_reason_in_plain_words(message, words):
    answer = judged(f"<response><error>1</error><message>{message}</message></response>".encode())
    assert answer.verdict == "refused"
    assert answer.words.startswith(words)
    assert len(answer.words) <= 300


@pytest.mark.parametrize(
    ("status", "verdict"), [(200, "refused"), (404, "refused"), (429, "later"), (503, "later")]
)
def test_an_answer_that_is_no_reply_is_judged_by_its_status(status, verdict):
    for body in (b"", b"<html>oh</html>", b"<error>" * 3000, b"\xff\x00"):
        assert judged(body, status).verdict == verdict


def test_a_busy_server_is_asked_again_whatever_it_says():
    answer = judged(trackback.failure("Too fast."), 429)
    assert (answer.verdict, answer.words) == ("later", "Too fast.")
    assert judged(trackback.success(), 500).verdict == "later"
    assert judged(trackback.failure("No."), 403).verdict == "refused"


def test_our_request_has_the_form_of_wordpress():
    (theirs,) = recorded_requests("wordpress-transcripts/s01-trackback-ok.txt")
    fields = parse_qsl(theirs.decode())
    ping = trackback.parse_ping(theirs, "application/x-www-form-urlencoded")
    assert parse_qsl(trackback_client.request(ping).decode()) == fields
