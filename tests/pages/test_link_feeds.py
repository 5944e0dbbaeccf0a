"""Feeds of links from other blogs."""

import json
import xml.etree.ElementTree as ET

import pytest

from blog.feedback.models import Status
from blog.text.plain import strip_controls
from tests.factories import make_page, make_post, make_trackback
from tests.hostile_text import OWN

pytestmark = pytest.mark.django_db

LAST_PARTS = ["feed/", "feed/atom/", "feed.json"]


def items(client, above):
    response = client.get(f"{above}feed.json")
    assert response.status_code == 200
    return json.loads(response.content)["items"]


def test_the_site_has_a_feed_of_all_links_that_are_shown(client):
    post = make_post(title="A post")
    link = make_trackback(post, title="An answer", excerpt="It is true.", author="Ann")
    make_trackback(post, status=Status.PENDING)
    make_trackback(make_post(status="private"))
    (item,) = items(client, "/trackback/")
    assert item["title"] == "An answer on A post"
    assert item["url"] == f"http://testserver{link.get_absolute_url()}"
    assert item["authors"] == [{"name": "Ann"}]
    assert item["summary"] == "It is true."
    assert link.source in item["content_html"]


def test_a_post_and_a_page_have_feeds_of_their_own(client):
    post, page = make_post(), make_page()
    make_trackback(post, title="To the post")
    make_trackback(page, title="To the page")
    assert "To the post" in items(client, f"{post.get_absolute_url()}trackback/")[0]["title"]
    assert "To the page" in items(client, f"/trackback/{page.pk}/")[0]["title"]


@pytest.mark.parametrize("last_part", LAST_PARTS)
def test_every_format_is_there_and_well_formed_whatever_strangers_write(client, last_part):
    post = make_post()
    for payload in OWN:
        words = strip_controls(payload)[:200]
        make_trackback(post, title=words, excerpt=words, author=words)
    for above in ("/trackback/", f"{post.get_absolute_url()}trackback/"):
        response = client.get(f"{above}{last_part}")
        assert response.status_code == 200
        if last_part.endswith("/"):
            ET.fromstring(response.content)
        assert b"<script" not in response.content


@pytest.mark.parametrize("last_part", LAST_PARTS)
def test_what_is_not_published_has_no_feed(client, last_part):
    draft = make_post(status="private")
    assert client.get(f"{draft.get_absolute_url()}trackback/{last_part}").status_code == 404
    assert client.get(f"/2009/99/99/x/trackback/{last_part}").status_code == 404
    assert client.get(f"/trackback/{make_post().pk}/{last_part}").status_code == 404


def test_a_post_with_links_leads_to_its_feed(client):
    post = make_post()
    address = f"{post.get_absolute_url()}trackback/feed/"
    assert address not in client.get(post.get_absolute_url()).content.decode()
    make_trackback(post)
    assert f'href="{address}"' in client.get(post.get_absolute_url()).content.decode()


def test_a_feed_asks_the_same_for_many_links_as_for_few(client, django_assert_max_num_queries):
    post = make_post()
    for _ in range(12):
        make_trackback(post)
    with django_assert_max_num_queries(2):
        items(client, "/trackback/")
