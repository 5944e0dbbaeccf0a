"""What a flood of claims meets in front of Django, once strangers have used up their limit."""

from functools import partial
from io import BytesIO
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest
import time_machine

from blog.limits import Limit
from config.handler import gated
from tests.factories import make_page, make_post
from trackbacks import intake
from trackbacks.announcement import permalink, trackback_url
from trackbacks.models import Claim, SourceRule
from trackbacks.protocols import pingback

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
JUNK = "https://junk.example/pills"
NOON = "2026-03-01T12:00:10Z"
KEPT = ("Content-Type", "Content-Length", "Retry-After", "X-Content-Type-Options")
PROTOCOLS = ("trackback", "webmention", "pingback")


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _small_limit(settings, monkeypatch):
    settings.RATE_LIMITS = True
    monkeypatch.setattr(intake, "STRANGERS_LIMITS", (Limit("linkback-strangers", 1, 3600),))


def request_of(protocol, post, source=JUNK):
    """The path, the body and its type of a claim."""
    target = permalink(post)
    if protocol == "trackback":
        return trackback_url(post).removeprefix("http://testserver"), {"url": source}, FORM
    if protocol == "webmention":
        return "/webmention/", {"source": source, "target": target}, FORM
    return "/xmlrpc.php", pingback.request(source, target), "text/xml"


def at_the_door(path, body=b"", content_type=FORM, method="POST", **environ):
    """What the gate answers, as (status, headers, body); None where it lets the request through.

    `through` is called with the request that comes through.
    """
    through = environ.pop("through", lambda environ: None)
    body = body if isinstance(body, bytes) else urlencode(body).encode()
    request = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    } | environ
    setup_testing_defaults(request)
    told = []

    chunks = gated(lambda environ, _start: through(environ))(request, lambda *all: told.extend(all))
    return chunks and (told[0], dict(told[1]), b"".join(chunks))


def by_the_view(client, path, body, content_type):
    body = body if isinstance(body, bytes) else urlencode(body)
    return client.post(path, body, content_type=content_type)


def use_up(client, post):
    """Strangers send what is taken, and one more, which this process remembers."""
    for number in range(2):
        response = by_the_view(client, *request_of("trackback", post, f"{JUNK}/{number}"))
    assert response.status_code == 429


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_stranger_is_told_what_the_view_would_tell(client, protocol):
    post = make_post()
    use_up(client, post)
    view = by_the_view(client, *request_of(protocol, post))
    status, headers, body = at_the_door(*request_of(protocol, post))
    assert status == f"429 {view.reason_phrase}"
    assert body == view.content
    assert headers == {name: view[name] for name in KEPT}
    assert headers["Retry-After"] == "3590"


def test_that_costs_no_query_and_stores_nothing(client, django_assert_num_queries):
    SourceRule.objects.create(effect="trust", kind="host", value="ann.example")
    post = make_post()
    use_up(client, post)
    requests = [request_of(protocol, post, f"{JUNK}/new") for protocol in PROTOCOLS]
    with django_assert_num_queries(0):
        assert all(at_the_door(*request) for request in requests)
    assert Claim.objects.count() == 1


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_nobody_is_turned_away_while_strangers_may_send(protocol):
    assert at_the_door(*request_of(protocol, make_post())) is None


def test_nobody_is_turned_away_with_limits_off(client, settings):
    settings.RATE_LIMITS = False
    post = make_post()
    for number in range(3):
        assert (
            by_the_view(client, *request_of("trackback", post, f"{JUNK}/{number}")).status_code
            == 200
        )
    assert at_the_door(*request_of("trackback", post)) is None


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_who_only_asks_comes_through(client, protocol, method):
    post = make_post()
    use_up(client, post)
    path, _body, _type = request_of(protocol, post)
    assert at_the_door(path, method=method) is None


@pytest.mark.parametrize("path", ["/", "/comments/", "/admin/", "/trackback/", "/a/xmlrpc.php",
                                  "/webmention/1:x/", "/trackback/feed/", "/\xff"])  # fmt: skip
def test_other_addresses_are_not_shut(client, path):
    use_up(client, make_post())
    assert at_the_door(path) is None


@pytest.mark.parametrize("path", ["/webmention", "/trackback/{page.pk}", "/trackback/{page.pk}/"])
def test_every_way_to_write_an_endpoint_is_shut(client, path):
    page = make_page()
    use_up(client, page)
    assert at_the_door(path.format(page=page))


# --- whom the author trusts

SPELLINGS = [
    ("host", "ann.example", "https://ann.example/blog/"),
    ("host", "ann.example", "HTTP://ANN.example./"),
    ("host", "xn--bcher-kva.example", "https://bücher.example/"),
    ("prefix", "ann.example/blog", "https://ann.example/blog/1"),
    # What is not of the trusted part is for the view to tell.
    ("prefix", "ann.example/blog", "https://ann.example/shop"),
]


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize(("kind", "value", "source"), SPELLINGS)
def test_a_trusted_site_comes_through_however_it_is_written(client, protocol, kind, value, source):
    SourceRule.objects.create(effect="trust", kind=kind, value=value)
    post = make_post()
    use_up(client, post)
    assert at_the_door(*request_of(protocol, post, source)) is None


def test_a_trusted_page_in_another_encoding_comes_through(client):
    SourceRule.objects.create(effect="trust", kind="host", value="ann.example")
    post = make_post()
    use_up(client, post)
    escaped = pingback.request("https://ann.example/", permalink(post)).replace(b"ann", b"&#97;nn")
    wide = (
        pingback.request("https://ann.example/", permalink(post))
        .decode()
        .replace("utf-8", "utf-16")
    )
    for body in (escaped, wide.encode("utf-16")):
        assert at_the_door("/xmlrpc.php", body, "text/xml") is None


def test_django_reads_what_the_gate_has_read(client):
    SourceRule.objects.create(effect="trust", kind="host", value="ann.example")
    post = make_post()
    use_up(client, post)
    path, body, content_type = request_of("webmention", post, "https://ann.example/")
    seen = []
    through = lambda environ: seen.append(environ["wsgi.input"].read())  # noqa: E731
    at_the_door(path, body, content_type, through=through)
    assert seen == [urlencode(body).encode()]


@pytest.mark.parametrize(
    "source",
    ["https://annex.example/", "https://junk.example/?ann.example", "https://x.ann.example/", ""],
)
def test_whoever_only_mentions_a_trusted_site_is_turned_away(client, source):
    SourceRule.objects.create(effect="trust", kind="host", value="ann.example")
    post = make_post()
    use_up(client, post)
    assert all(at_the_door(*request_of(protocol, post, source)) for protocol in PROTOCOLS)


def test_a_blocked_site_is_no_trusted_one(client):
    SourceRule.objects.create(effect="block", kind="host", value="bob.example")
    post = make_post()
    use_up(client, post)
    assert at_the_door(*request_of("webmention", post, "https://bob.example/"))


# --- bodies


class Unread:
    def read(self, *_size):
        pytest.fail("The body was read.")


@pytest.mark.parametrize("is_trusting", [True, False])
def test_what_is_too_long_is_turned_away_unread(client, is_trusting):
    if is_trusting:
        SourceRule.objects.create(effect="trust", kind="host", value="ann.example")
    post = make_post()
    use_up(client, post)
    for length in ("65537", "9" * 5000, "", "-1", "x"):
        assert at_the_door("/webmention/", CONTENT_LENGTH=length, **{"wsgi.input": Unread()})


def test_nothing_is_read_where_nobody_is_trusted(client):
    post = make_post()
    use_up(client, post)
    assert at_the_door("/webmention/", b"source=x", **{"wsgi.input": Unread()})


@pytest.mark.parametrize(
    "body", [b"", b"\xff\x00", b"source", b"<a", b"&" * 2000, b"url=%ff&source=%ff"]
)
def test_what_cannot_be_read_is_turned_away(client, body):
    SourceRule.objects.create(effect="trust", kind="host", value="ann.example")
    post = make_post()
    use_up(client, post)
    for protocol in PROTOCOLS:
        path, _body, content_type = request_of(protocol, post)
        assert at_the_door(path, body, content_type)


# --- time


def test_the_gate_opens_when_the_hour_is_over(client):
    post = make_post()
    with time_machine.travel("2026-03-01T12:59:50Z", tick=False) as clock:
        use_up(client, post)
        clock.move_to("2026-03-01T12:59:59.900Z")
        assert at_the_door(*request_of("trackback", post))[1]["Retry-After"] == "1"
        clock.move_to("2026-03-01T13:00:00Z")
        assert at_the_door(*request_of("trackback", post)) is None


def test_a_rule_that_is_made_meanwhile_counts_half_a_minute_later(client):
    post = make_post()
    trusted = partial(request_of, "webmention", post, "https://ann.example/")
    with time_machine.travel(NOON, tick=False) as clock:
        use_up(client, post)
        SourceRule.objects.create(effect="trust", kind="host", value="ann.example")
        clock.shift(29)
        assert at_the_door(*trusted())
        clock.shift(2)
        assert at_the_door(*trusted()) is None
        by_the_view(client, *request_of("trackback", post, f"{JUNK}/more"))
        assert at_the_door(*request_of("trackback", post))
        assert at_the_door(*trusted()) is None


def test_one_network_that_sends_too_much_shuts_nobody_out(client, monkeypatch):
    monkeypatch.setattr(intake, "STRANGERS_LIMITS", (Limit("linkback-strangers", 300, 3600),))
    monkeypatch.setattr(intake, "SENDER_LIMITS", (Limit("linkback", 1, 600),))
    use_up(client, make_post())
    assert at_the_door(*request_of("trackback", make_post())) is None


def test_strangers_cannot_use_up_their_hour_in_a_minute(client, monkeypatch):
    hour = Limit("linkback-strangers", 3, 3600)
    minute = Limit("linkback-strangers-minute", 1, 60)
    monkeypatch.setattr(intake, "STRANGERS_LIMITS", (hour, minute))
    post = make_post()
    with time_machine.travel(NOON, tick=False) as clock:
        use_up(client, post)
        assert at_the_door(*request_of("trackback", post))[1]["Retry-After"] == "50"
        clock.shift(50)
        assert at_the_door(*request_of("trackback", post)) is None
        response = by_the_view(client, *request_of("trackback", post, f"{JUNK}/later"))
    assert response.status_code == 200
