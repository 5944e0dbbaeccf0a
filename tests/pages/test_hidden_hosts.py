"""No answer tells what is inside: a host there looks like one that cannot be reached."""

from urllib.parse import urlencode

import pytest

from blog.web.http import Fetcher
from tests.factories import make_post
from trackbacks import verification
from trackbacks.announcement import permalink, trackback_url
from trackbacks.models import Claim
from trackbacks.protocols import pingback

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
ORIGIN = "http://testserver"


def resolver(host, _port):
    """Knows one name, and that one leads inside."""
    if host == "inside.example":
        return ["10.0.0.7"]
    raise OSError("no such name")


def check(claim):
    fetcher = Fetcher(resolve=resolver)
    verification.verify(claim.pk, lambda request, bounds: fetcher.fetch(request))
    claim.refresh_from_db()


def send_webmention(client, post, source):
    body = urlencode({"source": source, "target": permalink(post)})
    return client.post("/webmention/", body, content_type=FORM)


def send_trackback(client, post, source):
    address = trackback_url(post).removeprefix(ORIGIN)
    return client.post(address, urlencode({"url": source}), content_type=FORM)


def send_pingback(client, post, source):
    body = pingback.request(source, permalink(post))
    return client.post("/xmlrpc.php", body, content_type="text/xml")


def story(client, send, host):
    """All that a sender is ever told: at once, after the check, and when it is sent again."""
    post, source = make_post(title="A post"), f"http://{host}/page"
    told = [send(client, post, source)]
    claim = Claim.objects.get(source=source)
    check(claim)
    if place := told[0].get("Location"):
        told.append(client.get(place.removeprefix(ORIGIN)))
    told.append(send(client, post, source))
    own = [host, post.get_absolute_url(), *([place] if place else [])]
    return [(answer.status_code, _without(answer.content.decode(), own)) for answer in told]


def _without(text, own):
    """Leave out of `text` what is the sender's own story."""
    for words in own:
        text = text.replace(words, "…")
    return text


@pytest.mark.parametrize("send", [send_webmention, send_trackback, send_pingback])
def test_a_host_inside_is_told_from_an_unreachable_one_by_nothing(client, send):
    inside = story(client, send, "inside.example")
    assert inside == story(client, send, "nowhere.example")
    assert "10.0.0.7" not in str(inside)


@pytest.mark.parametrize("send", [send_webmention, send_trackback, send_pingback])
def test_every_address_inside_gets_one_answer(client, send):
    post = make_post()
    hosts = ["10.0.0.7", "127.0.0.1", "169.254.169.254", "[::1]", "localhost", "db.internal"]
    told = {send(client, post, f"http://{host}/page").content for host in hosts}
    assert len(told) == 1
    assert not Claim.objects.exists()
