"""The address to which other blogs send pingbacks."""

import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from blog.feedback.models import Status
from tests.factories import make_page, make_post, make_trackback
from tests.hostile_text import OWN
from tests.trackbacks.public_cases import recorded_requests
from trackbacks.announcement import permalink
from trackbacks.models import Claim, SourceRule
from trackbacks.protocols import pingback

pytestmark = pytest.mark.django_db

SOURCE = "https://other.example/answer"


@pytest.fixture(autouse=True)
def _no_limits(settings):
    settings.RATE_LIMITS = False


def send(client, body, **options):
    return client.post("/xmlrpc.php", body, content_type="text/xml", **options)


def ping(client, target, source=SOURCE):
    return send(client, pingback.request(source, target))


def said(response):
    """What senders read: a string, or the number of a fault and its reason."""
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(response.content)
    assert root.tag == "methodResponse"
    values = [value.text for value in root.findall("fault/value/struct/member/value/*")]
    return (int(values[0]), values[1]) if values else root.findtext("params/param/value/string")


def test_a_pingback_is_taken_and_stored_as_a_claim(client):
    post = make_post()
    assert "Thank you." in said(ping(client, permalink(post)))
    claim = Claim.objects.get()
    assert (claim.post, claim.source, claim.protocol) == (post, SOURCE, "pingback")
    assert claim.ip == "127.0.0.1"


def test_another_blog_needs_no_token():
    strict = Client(enforce_csrf_checks=True, headers={"Origin": "https://other.example"})
    assert "Thank you." in said(ping(strict, permalink(make_page())))


def test_the_methods_are_listed(client):
    body = b"<methodCall><methodName>system.listMethods</methodName></methodCall>"
    root = ET.fromstring(send(client, body).content)
    assert [value.text for value in root.iter("string")] == ["pingback.ping", "system.listMethods"]


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        (SOURCE, "http://testserver/nowhere/", 32),
        (SOURCE, "https://third.example/", 33),
        (SOURCE, "words", 33),
        ("words", None, 0),
        ("http://127.0.0.1:9/", None, 0),
        ("http://testserver/2026/", None, 0),
        ("javascript:alert(1)", None, 0),
    ],
)
def test_what_cannot_be_checked_is_a_fault_with_a_reason(client, source, target, code):
    response = ping(client, permalink(make_post()) if target is None else target, source)
    number, reason = said(response)
    assert (response.status_code, number) == (200, code)
    assert reason
    assert not Claim.objects.exists()


def test_a_closed_post_is_no_target_and_says_why(client):
    number, reason = said(ping(client, permalink(make_post(linkbacks_allowed=False))))
    assert number == 33
    assert "on this post" in reason


def test_drafts_are_refused_like_pages_that_do_not_exist(client):
    told = {
        said(ping(client, target))
        for target in (permalink(make_post(status="private")), "http://testserver/2026/01/01/no/")
    }
    assert len(told) == 1


def test_what_is_known_already_is_fault_48(client):
    post = make_post()
    ping(client, permalink(post))
    assert said(ping(client, permalink(post)))[0] == 48
    other = make_post()
    make_trackback(other, source=SOURCE, status=Status.SPAM)
    assert said(ping(client, permalink(other)))[0] == 48


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", -32700),
        (b"<a/>", -32600),
        (b"<methodCall><methodName>system.multicall</methodName></methodCall>", -32601),
        (b"<methodCall><methodName>pingback.ping</methodName></methodCall>", -32602),
        (b"<!DOCTYPE a>" + pingback.request(SOURCE, "x").partition(b"\n")[2], -32700),
    ],
)
def test_what_is_no_ping_is_a_fault(client, body, code):
    response = send(client, body)
    assert (response.status_code, said(response)[0]) == (200, code)


def test_a_body_without_end_is_not_read(client):
    assert said(send(client, b"<" + b"x" * 70_000))[0] == -32700


def test_whoever_sends_too_many_is_told_to_wait(client, settings):
    settings.RATE_LIMITS = True
    posts = [make_post() for _ in range(31)]
    responses = [ping(client, permalink(post)) for post in posts]
    assert said(responses[0]) is not None
    assert responses[-1].status_code == 429
    assert int(responses[-1]["Retry-After"]) > 0
    assert said(responses[-1])[0] == 0


def test_no_hostile_address_breaks_the_answer(client):
    target = permalink(make_post())
    for payload in OWN:
        response = ping(client, target, f"https://other.example/{payload}")
        assert response.status_code == 200
        assert said(response)


def test_it_is_reached_by_post_alone(client):
    response = client.get("/xmlrpc.php")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "by POST" in response.content.decode()
    assert client.put("/xmlrpc.php").status_code == 405


def test_a_call_that_wordpress_made_is_taken(client):
    bodies = recorded_requests("wordpress-transcripts/s20-pingback-header.txt")
    (body,) = [body for body in bodies if b"<methodCall>" in body]
    call = pingback.read_call(body)
    theirs = body.replace(call.target.encode(), permalink(make_post()).encode())
    theirs = theirs.replace(call.source.encode(), SOURCE.encode())
    assert "Thank you." in said(send(client, theirs))


def test_a_blocked_site_is_denied_access(client):
    SourceRule.objects.create(effect="block", kind="host", value="other.example")
    assert said(ping(client, permalink(make_post())))[0] == 49
