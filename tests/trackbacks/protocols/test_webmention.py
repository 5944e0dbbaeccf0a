"""Webmention on the wire."""

from urllib.parse import parse_qsl, quote

import pytest

from blog.web.exchange import Response
from trackbacks.protocols import webmention
from trackbacks.protocols.webmention import Mention, MentionRefused, parse_mention

FORM = "application/x-www-form-urlencoded"
SOURCE = "https://other.example/a?b=1&c=ä#d"
TARGET = "https://own.example/2026/11/24/post/"


def form(source=SOURCE, target=TARGET, more=""):
    return f"source={quote(source, safe='')}&target={quote(target, safe='')}{more}".encode()


def refusal(body, content_type=FORM):
    with pytest.raises(MentionRefused) as caught:
        parse_mention(body, content_type)
    assert str(caught.value.reason).endswith(".")
    return str(caught.value.reason)


# --- what is received


@pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=UTF-8", FORM.upper()])
def test_a_webmention_names_both_pages_as_they_were_sent(content_type):
    assert parse_mention(form(), content_type) == Mention(SOURCE, TARGET)


def test_other_fields_are_ignored():
    more = "&vouch=https%3A%2F%2Ffriend.example%2F&x=y&x=z&=&%00=%00"
    assert parse_mention(form(more=more), FORM) == Mention(SOURCE, TARGET)


def test_blanks_round_an_address_are_overlooked():
    assert parse_mention(form(f" {SOURCE}\n", f"{TARGET} "), FORM) == Mention(SOURCE, TARGET)


@pytest.mark.parametrize(
    "content_type", ["", "application/json", "multipart/form-data", "text/plain"]
)
def test_what_is_no_form_is_refused(content_type):
    assert "form" in refusal(form(), content_type)


@pytest.mark.parametrize(
    "body",
    [b"", b"source=&target=", b"source", form() + b"&source=https%3A%2F%2Fthird.example%2F",
     b"target=https%3A%2F%2Fown.example%2F", b"SOURCE=https://a.example/&target=https://b.example/"],
)  # fmt: skip
def test_each_address_must_be_there_once(body):
    assert "source" in refusal(body)


@pytest.mark.parametrize(
    "address",
    ["words", "/path", "//other.example/", "ftp://other.example/", "file:///etc/passwd",
     "data:text/html,x", "javascript:alert(1)", "http://", "http:other.example", "http://[::1/",
     "https://other.example/\x00", "https://other.example/a b", "https://other.example/\x7f",
     "https://other.example/\r\nX: y", "https://other.example/" + "a" * 2000, "mailto:a@b.example"],
)  # fmt: skip
def test_what_is_no_whole_web_address_is_refused(address):
    assert "web address" in refusal(form(source=address))
    assert "web address" in refusal(form(target=address))


@pytest.mark.parametrize("source", [TARGET, TARGET + "#comments"])
def test_a_page_cannot_mention_itself(source):
    assert "itself" in refusal(form(source=source))


def test_bytes_that_are_not_utf_8_are_refused():
    assert "UTF-8" in refusal(b"source=%FF%FE&target=x")
    assert "UTF-8" in refusal(b"source=\xff&target=x")


def test_forms_without_end_are_refused():
    assert "more than" in refusal(form(more="&x=" + "y" * 70_000))
    assert "fields" in refusal(form(more="&x=y" * 200))


# --- what is sent


def test_a_request_has_the_two_fields_and_no_more():
    body = webmention.request(SOURCE, TARGET)
    assert parse_qsl(body.decode()) == [("source", SOURCE), ("target", TARGET)]
    assert parse_mention(body, FORM) == Mention(SOURCE, TARGET)


def judged(status, **headers):
    return webmention.judge(Response("https://other.example/wm", status, headers))


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(200, "accepted"), (201, "accepted"), (202, "accepted"), (204, "accepted"), (400, "refused"),
     (404, "refused"), (429, "later"), (500, "later"), (503, "later")],
)  # fmt: skip
def test_any_2xx_is_success(status, verdict):
    assert judged(status).verdict == verdict


def test_201_names_the_page_that_tells_how_it_goes_on():
    assert judged(201, location="/wm/1").place == "https://other.example/wm/1"
    assert judged(201, location="https://third.example/1").place == "https://third.example/1"
    assert judged(202, location="/wm/1").place == ""


@pytest.mark.parametrize("location", ["", "javascript:alert(1)", "http://[::1/", "/" + "a" * 3000])
def test_a_place_that_is_no_web_address_is_dropped(location):
    assert judged(201, location=location).place == ""
