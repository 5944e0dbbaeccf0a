"""The address to which other sites send webmentions, and the page that tells what became of one."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from blog.feedback import moderation
from blog.feedback.models import Status
from blog.models import Redirect, SiteSettings
from tests.factories import make_page, make_post, make_trackback
from tests.hostile_text import OWN
from trackbacks.announcement import permalink
from trackbacks.models import Claim, Trackback

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
SOURCE = "https://other.example/answer"


@pytest.fixture
def _no_limits(settings):
    settings.RATE_LIMITS = False


def send(client, source=SOURCE, target="", content_type=FORM, **options):
    body = urlencode({"source": source, "target": target})
    return client.post("/webmention/", body, content_type=content_type, **options)


def words(response):
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode()


def test_a_webmention_is_taken_and_told_of_by_a_page(client):
    post = make_post()
    response = send(client, target=permalink(post))
    claim = Claim.objects.get()
    assert response.status_code == 201
    assert response["Location"].startswith(f"http://testserver/webmention/{claim.pk}:")
    assert response["Location"] in words(response)
    assert (claim.post, claim.source, claim.protocol) == (post, SOURCE, "webmention")
    assert claim.ip == "127.0.0.1"


def test_another_site_needs_no_token_and_no_slash():
    strict = Client(enforce_csrf_checks=True, headers={"Origin": "https://other.example"})
    body = urlencode({"source": SOURCE, "target": permalink(make_post())})
    assert strict.post("/webmention", body, content_type=FORM).status_code == 201


def test_the_target_may_be_a_page_or_an_address_that_was_left(client):
    assert send(client, target=permalink(make_page())).status_code == 201
    post = make_post()
    Redirect.objects.create(path="/2009/09/28/old-slug/", post=post)
    target = "http://testserver/2009/09/28/old-slug/#comments"
    assert send(client, target=target).status_code == 201
    assert Claim.objects.filter(post=post).exists()


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("", "", "missing"),
        ("words", None, "not a whole web address"),
        (SOURCE, "words", "not a whole web address"),
        (SOURCE, "http://testserver/nowhere/", "no page of this blog"),
        (SOURCE, "https://third.example/", "no page of this blog"),
        ("http://127.0.0.1:9/", None, "cannot be visited"),
        ("http://testserver/2026/", None, "belongs to this blog itself"),
        ("http://localhost/", None, "cannot be visited"),
        ("https://a:b@other.example/", None, "cannot be visited"),
        (f"{SOURCE}\x00", None, "not a whole web address"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_words(client, source, target, message):
    response = send(client, source, permalink(make_post()) if target is None else target)
    assert response.status_code == 400
    assert message in words(response)
    assert not Claim.objects.exists()


def test_a_page_cannot_mention_itself(client):
    post = make_post()
    response = send(client, permalink(post), permalink(post))
    assert response.status_code == 400
    assert "itself" in words(response)


def test_drafts_are_refused_like_pages_that_do_not_exist(client):
    draft = make_post(status="private")
    answers = {
        (response.status_code, words(response))
        for target in (permalink(draft), "http://testserver/2026/01/01/nowhere/")
        for response in [send(client, target=target)]
    }
    assert len(answers) == 1


def test_a_closed_post_says_why(client):
    response = send(client, target=permalink(make_post(linkbacks_allowed=False)))
    assert response.status_code == 400
    assert "on this post" in words(response)
    SiteSettings.objects.update_or_create(pk=1, defaults={"linkbacks_open": False})
    assert "at present" in words(send(client, target=permalink(make_post())))
    assert not Claim.objects.exists()


def test_what_is_no_form_or_has_no_end_is_refused(client):
    target = permalink(make_post())
    assert send(client, target=target, content_type="application/json").status_code == 400
    assert send(client, target="x" * 70_000).status_code == 413
    assert client.post("/webmention/", b"\xff=%FF", content_type=FORM).status_code == 400
    query = urlencode({"source": SOURCE, "target": target})
    assert client.post(f"/webmention/?{query}", b"", content_type=FORM).status_code == 400


def test_sent_again_it_is_answered_alike_and_asks_for_no_second_visit(client):
    target = permalink(make_post())
    responses = [send(client, target=target) for _ in range(50)]
    assert {response.status_code for response in responses} == {201}
    assert len({response["Location"] for response in responses}) == 1
    assert Claim.objects.count() == 1


@pytest.mark.usefixtures("_no_limits")
def test_what_the_author_has_thrown_out_stays_out(client):
    post = make_post()
    make_trackback(post, source=SOURCE, status=Status.REMOVED)
    response = send(client, target=permalink(post))
    assert response.status_code == 200
    assert "Location" not in response
    assert not Claim.objects.exists()


@pytest.mark.usefixtures("_no_limits")
def test_no_hostile_address_breaks_the_answer(client):
    target = permalink(make_post())
    for payload in OWN:
        for source in (payload, f"https://other.example/{payload}"):
            clean = source.encode("utf-8", "replace").decode()
            assert send(client, clean, target).status_code in {201, 400}


def test_readers_find_a_form_there(client):
    response = client.get("/webmention/")
    assert response.status_code == 200
    assert 'name="source"' in response.content.decode()
    assert client.head("/webmention/").status_code == 200
    assert client.put("/webmention/").status_code == 405


# --- what became of it


def status_page(client, state, link_status=None):
    """The page of a claim that came to `state`, with a trackback of `link_status`."""
    post = make_post()
    place = send(client, target=permalink(post))["Location"]
    Claim.objects.update(state=state, attempts=1, last_answer="10.0.0.7 has no route")
    if link_status:
        make_trackback(post, source=SOURCE, status=link_status)
    response = client.get(place.removeprefix("http://testserver"))
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    html = response.content.decode()
    assert SOURCE in html
    assert "10.0.0.7" not in html
    return html


@pytest.mark.parametrize(
    ("state", "link_status", "told"),
    [
        ("queued", None, "will try again"),
        ("verified", "approved", "See it below the post"),
        ("verified", "pending", "waits for the author"),
        ("verified", "removed", "decided not to show it"),
        ("verified", "spam", "decided not to show it"),
        ("refused", None, "was not found"),
        ("failed", None, "was not found"),
        ("gone", "removed", "does not link here any more"),
    ],
)
@pytest.mark.usefixtures("_no_limits")
def test_a_page_tells_where_the_claim_stands(client, state, link_status, told):
    assert told in status_page(client, state, link_status)


def test_a_new_claim_is_told_to_wait(client):
    place = send(client, target=permalink(make_post()))["Location"]
    assert "within a few minutes" in client.get(place).content.decode()


def test_nobody_guesses_the_page_of_another_claim(client):
    place = send(client, target=permalink(make_post()))["Location"]
    number, _colon, rest = place.rpartition("/webmention/")[2].partition(":")
    for token in (f"{int(number) + 1}:{rest}", f"{number}:{'A' * 43}/", f"{number}:{rest[:-2]}/"):
        assert client.get(f"/webmention/{token}").status_code == 404
    Claim.objects.all().delete()
    assert client.get(place).status_code == 404


def test_the_page_says_nothing_of_a_post_that_is_not_shown_any_more(client):
    post = make_post(title="Secret plans")
    place = send(client, target=permalink(post))["Location"]
    make_trackback(post, source=SOURCE)
    post.status = "private"
    post.save()
    assert "Secret plans" not in client.get(place).content.decode()


def test_a_link_that_the_author_removes_is_told_of(client):
    post = make_post()
    place = send(client, target=permalink(post))["Location"]
    make_trackback(post, source=SOURCE)
    Claim.objects.update(state="verified")
    moderation.remove(Trackback.objects.all())
    assert "decided not to show it" in client.get(place).content.decode()
