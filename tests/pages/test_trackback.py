"""The address to which other blogs send trackbacks."""

import xml.etree.ElementTree as ET
from urllib.parse import quote_plus

import pytest
from django.test import Client

from blog.limits import Limit
from blog.models import Redirect
from blog.services.publishing import save_post
from tests.factories import make_page, make_post, make_trackback
from tests.hostile_text import OWN
from tests.trackbacks.public_cases import recorded_requests
from trackbacks import intake
from trackbacks.models import Claim
from trackbacks.protocols.trackback import parse_ping

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded; charset=utf-8"
SOURCE = "https://other.example/answer"


@pytest.fixture(autouse=True)
def _no_limits(settings):
    settings.RATE_LIMITS = False


def address(post):
    return f"{post.get_absolute_url()}trackback/"


def send(client, path, body=f"url={SOURCE}&title=An+answer", content_type=FORM, **options):
    return client.post(path, body, content_type=content_type, **options)


def said(response):
    """The answer as senders read it: number and message."""
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(response.content)
    assert root.tag == "response"
    return root.findtext("error"), root.findtext("message")


def test_a_trackback_is_taken_and_stored_as_a_claim(client):
    post = make_post()
    response = send(client, address(post))
    assert response.status_code == 200
    assert response.content == (
        b'<?xml version="1.0" encoding="utf-8"?>\n<response>\n<error>0</error>\n</response>\n'
    )
    claim = Claim.objects.get()
    assert (claim.post, claim.source, claim.title) == (post, SOURCE, "An answer")
    assert claim.ip == "127.0.0.1"


def test_a_trackback_that_wordpress_sent_is_taken(client):
    """Recorded with the headers that it sends, among them no charset and a Referer."""
    (body,) = recorded_requests("wordpress-transcripts/s01-trackback-ok.txt")
    theirs = parse_ping(body, "application/x-www-form-urlencoded")
    body = body.replace(quote_plus(theirs.url).encode(), quote_plus(SOURCE).encode())
    headers = {
        "User-Agent": "WordPress/6.1.9; http://wordpress.example",
        "Accept": "*/*",
        "Referer": "http://testserver/trackback/",
    }
    path = address(make_post())
    response = send(client, path, body, "application/x-www-form-urlencoded", headers=headers)
    assert said(response) == ("0", None)
    claim = Claim.objects.get()
    assert (claim.source, claim.title) == (SOURCE, theirs.title)
    assert (claim.blog_name, claim.excerpt) == (theirs.blog_name, theirs.excerpt)


def test_another_blog_needs_no_token_and_no_slash():
    post = make_post()
    strict = Client(enforce_csrf_checks=True, headers={"Origin": "https://other.example"})
    assert said(send(strict, address(post).rstrip("/"))) == ("0", None)


def test_a_page_of_the_site_takes_trackbacks(client):
    assert said(send(client, f"/trackback/{make_page().pk}/")) == ("0", None)


def test_a_post_takes_trackbacks_at_an_address_that_it_has_left(client):
    post = make_post()
    Redirect.objects.create(path="/2009/09/28/old-slug/", post=post)
    assert said(send(client, "/2009/09/28/old-slug/trackback/")) == ("0", None)
    assert Claim.objects.get().post == post


def test_it_does_so_where_the_old_address_was_not_in_latin_letters(client):
    post = make_post(slug="вопрос")
    left = address(post)
    post.slug = "ответ"
    save_post(post)
    assert said(send(client, left)) == ("0", None)
    assert Claim.objects.get().post == post


def test_a_length_beyond_all_numbers_is_too_long(client):
    response = send(client, address(make_post()), headers={"Content-Length": "1" * 5000})
    assert response.status_code == 413
    assert said(response)[0] == "1"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "address of your page is missing"),
        ("title=x", "address of your page is missing"),
        ("url=", "address of your page is missing"),
        ("url=just+words", "cannot be visited"),
        ("url=http://127.0.0.1:9/", "cannot be visited"),
        ("url=%00%ff%fe", "cannot be visited"),
        ("url=http://testserver/2026/", "belongs to this blog itself"),
        ("a=b&" * 200, "too many fields"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_words(client, body, message):
    response = send(client, address(make_post()), body)
    number, text = said(response)
    assert (response.status_code, number) == (200, "1")
    assert message in text
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    "kind", ["application/json", "multipart/form-data; boundary=x", "text/xml", "nonsense"]
)
def test_what_is_no_form_is_refused(client, kind):
    number, text = said(send(client, address(make_post()), b'{"url": 1}', kind))
    assert number == "1"
    assert "application/x-www-form-urlencoded" in text


@pytest.mark.parametrize("charset", ["shift_jis", "euc_jp", "utf-8"])
def test_the_charset_of_the_form_is_respected(client, charset):
    title = quote_plus("日本語".encode(charset))
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert said(send(client, address(make_post()), f"url={SOURCE}&title={title}", kind))[0] == "0"
    assert Claim.objects.get().title == "日本語"


def test_no_words_are_too_hostile_to_be_answered(client):
    post = make_post()
    for number, text in enumerate(OWN):
        word = quote_plus(text.encode("utf-8", "surrogatepass"))
        body = f"url={SOURCE}{number}&title={word}&excerpt={word}&blog_name={word}"
        assert said(send(client, address(post), body))[0] == "0"
        assert said(send(client, address(post), f"url={word}"))[0] == "1"


def test_a_duplicate_is_refused(client):
    post = make_post()
    send(client, address(post))
    number, text = said(send(client, address(post)))
    assert number == "1"
    assert "heard of that page already" in text


def test_a_closed_post_says_so(client):
    number, text = said(send(client, address(make_post(linkbacks_allowed=False))))
    assert number == "1"
    assert "takes no links from other blogs on this post" in text


def test_what_is_too_long_is_refused_before_it_is_read(client):
    response = send(client, address(make_post()), f"url={SOURCE}&excerpt={'x' * 70_000}")
    assert response.status_code == 413
    assert "64 KB is the most" in said(response)[1]
    assert not Claim.objects.exists()


def test_too_many_are_told_to_wait(client, settings, monkeypatch):
    settings.RATE_LIMITS = True
    monkeypatch.setattr(intake, "SENDER_LIMITS", (Limit("test-page", 1, 600),))
    post = make_post()
    send(client, address(post))
    response = send(client, address(post), "url=https://x.example/")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert said(response)[0] == "1"


UNKNOWN = ["/2026/02/03/x/trackback/", "/2026/02/31/x/trackback/", "/0000/00/00/x/trackback/",
           "/9999/12/31/x/trackback/", "/trackback/999999999/"]  # fmt: skip


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_post_is_told_from_no_other(client, path):
    response = send(client, path)
    assert response.status_code == 404
    assert said(response) == ("1", "There is no such post on this blog.")


@pytest.mark.parametrize("status", ["draft", "private"])
def test_what_nobody_may_read_cannot_be_told_from_nothing(client, status):
    page = make_page(status=status)
    path = f"/trackback/{page.pk}/"
    assert send(client, path).content == send(client, "/trackback/999999999/").content
    assert client.get(path).status_code == 404


# --- readers


def test_a_reader_who_comes_to_the_address_is_led_to_the_trackbacks(client):
    post = make_post()
    response = client.get(address(post), {"url": SOURCE, "__mode": "rss"})
    assert response.status_code == 302
    assert response["Location"] == f"{post.get_absolute_url()}#trackbacks"
    assert not Claim.objects.exists()


def test_the_address_of_a_page_leads_to_its_trackbacks_too(client):
    page = make_page()
    assert client.get(f"/trackback/{page.pk}/")["Location"] == (
        f"{page.get_absolute_url()}#trackbacks"
    )


@pytest.mark.parametrize("path", [*UNKNOWN, "/trackback/0/", f"/trackback/{10**30}/"])
def test_an_address_of_no_post_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_methods_are_not_allowed(client, method):
    assert getattr(client, method)(address(make_post())).status_code == 405


def test_the_page_of_a_post_shows_its_trackbacks_and_where_to_send_more(client):
    post = make_post()
    link = make_trackback(post, title="The second chair")
    html = client.get(post.get_absolute_url()).content.decode()
    assert f'id="trackback-{link.pk}"' in html
    assert "Trackbacks (1)" in html
    assert f'trackback:ping="http://testserver{address(post)}"' in html


def test_a_post_page_costs_the_same_with_few_and_with_many_trackbacks(
    client, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    post = make_post()
    for _ in range(3):
        make_trackback(post)
    with CaptureQueriesContext(connection) as few:
        client.get(post.get_absolute_url())
    for _ in range(60):
        make_trackback(post)
    with django_assert_num_queries(len(few)):
        client.get(post.get_absolute_url())
    assert len(few) <= 8
