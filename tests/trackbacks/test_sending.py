"""Telling another site that a page links to it."""

from io import StringIO
from urllib.parse import parse_qsl

import pytest
from django.core.management import CommandError, call_command

from blog.web.exchange import FetchFailed, FetchRefused, Response
from tests.factories import make_post
from tests.trackbacks.servers import http, redirect, serving
from trackbacks import sending
from trackbacks.announcement import permalink
from trackbacks.protocols import pingback, trackback

pytestmark = pytest.mark.django_db

SOURCE = "https://own.example/post/"
SUCCESS = {
    "webmention": http("", status="202 Accepted"),
    "pingback": http(pingback.success("Thanks."), content_type="text/xml"),
    "trackback": http(trackback.success(), content_type="text/xml"),
}


def told(protocol, answer, source=SOURCE):
    """What became of word that was sent by `protocol` to a server that answers so."""
    with serving({"/in?a=b": answer}) as server:
        fetcher = sending.http.Fetcher(allowed={server.host_and_port}, bounds=sending.ANSWER_BOUNDS)
        result = sending.tell(
            protocol,
            server.url("/in?a=b"),
            source,
            "https://t.example/",
            lambda r, _b: fetcher.fetch(r),
        )
        return result, server.requests


@pytest.mark.parametrize("protocol", SUCCESS)
def test_word_is_sent_once_in_the_words_of_the_protocol(protocol):
    answer, (request,) = told(protocol, SUCCESS[protocol])
    assert answer.verdict == "accepted"
    assert request.startswith(b"POST /in?a=b HTTP/1.1\r\n")
    assert b"sending a %s from %s" % (protocol.encode(), SOURCE.encode()) in request
    body = request.partition(b"\r\n\r\n")[2]
    if protocol == "webmention":
        assert parse_qsl(body.decode()) == [("source", SOURCE), ("target", "https://t.example/")]
    elif protocol == "pingback":
        call = pingback.read_call(body)
        assert (call.source, call.target) == (SOURCE, "https://t.example/")
    else:
        assert dict(parse_qsl(body.decode())) == {"url": SOURCE, "title": SOURCE}


def test_a_trackback_says_what_the_post_is_called():
    post = make_post(title="Tïtle", body="Some words.")
    _answer, (request,) = told("trackback", SUCCESS["trackback"], permalink(post))
    fields = dict(parse_qsl(request.partition(b"\r\n\r\n")[2].decode()))
    assert fields == {
        "title": "Tïtle",
        "url": permalink(post),
        "blog_name": "Rejoinder",
        "excerpt": "Some words.",
    }


@pytest.mark.parametrize("protocol", SUCCESS)
def test_a_redirect_of_what_was_sent_is_no_success(protocol):
    answer, requests = told(protocol, redirect("/elsewhere"))
    assert answer.verdict == "refused"
    assert len(requests) == 1


def test_what_cannot_be_reached_may_be_told_later():
    def fail(error):
        def fetch(request, bounds):
            raise error

        return sending.tell("webmention", "https://t.example/", SOURCE, SOURCE, fetch)

    assert fail(FetchFailed("Nobody there.")).verdict == "later"
    assert fail(FetchRefused("Never.")).verdict == "refused"
    assert fail(FetchRefused("Never.")).words == "Never."


def test_discovery_looks_at_what_comes_in_the_end():
    def fetch(request, bounds):
        headers = {"link": "<wm>; rel=webmention", "content-type": "image/png"}
        return Response("https://t.example/moved/", 200, headers)

    assert (
        sending.discover("webmention", "https://t.example/", fetch) == "https://t.example/moved/wm"
    )
    assert sending.discover("pingback", "https://t.example/", fetch) is None


def test_every_link_header_of_an_answer_is_looked_at(settings):
    links = {"Link": '</no>; rel="other"\r\nLink: </wm>; rel="webmention"\r\nX-A: b'}
    with serving({"/": http("<p>x", **links)}) as server:
        settings.FETCH_ALLOW_HOSTS = [server.host_and_port]
        assert sending.discover("webmention", server.url()) == server.url("/wm")


# --- the commands


def command(name, *args):
    out = StringIO()
    call_command(name, *args, stdout=out)
    return out.getvalue()


def test_the_command_prints_the_endpoint_or_nothing(settings):
    with serving({"/": http("<link rel=webmention href=/wm>")}) as server:
        settings.FETCH_ALLOW_HOSTS = [server.host_and_port]
        assert command("linkback_discover", "webmention", server.url()) == server.url("/wm") + "\n"
        assert command("linkback_discover", "pingback", server.url()) == ""


def test_the_command_sends_once_and_prints_the_answer(settings):
    answers = {
        "/": http("<link rel=webmention href=/wm>"),
        "/wm": http("", status="201 Created", Location="/status/1"),
    }
    with serving(answers) as server:
        settings.FETCH_ALLOW_HOSTS = [server.host_and_port]
        printed = command("linkback_send", "webmention", SOURCE, server.url())
        assert server.paths == ["/", "/wm"]
    assert "accepted (HTTP 201)" in printed
    assert "/status/1" in printed


def test_the_command_says_why_nothing_was_sent(settings):
    with serving({"/": http("<p>x"), "/no": http("<link rel=webmention href=/wm>")}) as server:
        settings.FETCH_ALLOW_HOSTS = [server.host_and_port]
        with pytest.raises(CommandError, match="takes no webmentions"):
            command("linkback_send", "webmention", SOURCE, server.url())
        with pytest.raises(CommandError, match="refused"):
            command("linkback_send", "webmention", SOURCE, server.url("/no"))
    for name in (["linkback_discover"], ["linkback_send"]):
        rest = [SOURCE] if name == ["linkback_send"] else []
        with pytest.raises(CommandError, match="not on the public internet"):
            command(*name, "webmention", *rest, "http://localhost/")
