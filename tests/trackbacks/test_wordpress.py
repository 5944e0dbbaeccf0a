"""Pingbacks and trackbacks of a WordPress export: kept as they were, not as verified here."""

from datetime import UTC, datetime

import pytest

from blog.wordpress.records import Said
from blog.wordpress.tally import Tally
from tests.factories import make_post, make_trackback
from trackbacks.models import Trackback
from trackbacks.wordpress import NewLinks

pytestmark = pytest.mark.django_db

TEN = datetime(2010, 3, 2, 10, tzinfo=UTC)


def said(number, kind="pingback", **fields):
    fields = {
        "name": "Their page",
        "text": "[&#8230;] they say it well [&#8230;]",
        "url": f"https://else.example/{number}",
        "approved": "1",
        "written_at": TEN,
    } | fields
    return Said(str(number), kind=kind, **fields)


def bring(post, *found):
    tally = Tally()
    NewLinks("wordpress:old.example", found, post, tally=tally).store(post)
    return tally


def test_a_pingback_keeps_page_words_and_date():
    post = make_post()
    bring(post, said(1, ip="203.0.113.5"))
    link = Trackback.objects.get()
    assert (link.post, link.protocol, link.source) == (post, "pingback", "https://else.example/1")
    assert (link.title, link.blog_name) == ("Their page", "")
    assert link.excerpt == "[…] they say it well […]"
    assert (link.source_host, link.created_at, link.ip) == ("else.example", TEN, "203.0.113.5")


def test_a_trackback_has_its_title_in_the_text_and_the_blog_as_its_name():
    bring(
        make_post(),
        said(1, "trackback", name="Their blog", text="<strong>Rye &amp; I</strong>\n\nGood."),
    )
    link = Trackback.objects.get()
    assert (link.protocol, link.blog_name) == ("trackback", "Their blog")
    assert (link.title, link.excerpt) == ("Rye & I", "Good.")


def test_a_trackback_without_a_title_is_all_excerpt():
    bring(make_post(), said(1, "trackback", text="Just <b>words</b>"))
    link = Trackback.objects.get()
    assert (link.title, link.excerpt) == ("", "Just words")


def test_nobody_has_verified_it_here():
    bring(make_post(), said(1))
    link = Trackback.objects.get()
    assert link.verified_at is None
    assert link.records.get().why == "Imported from WordPress."


@pytest.mark.parametrize(
    ("approved", "status"),
    [("1", "approved"), ("0", "pending"), ("spam", "spam"), ("trash", "removed")],
)
def test_a_standing_becomes_ours_and_only_shown_ones_are_counted(approved, status):
    post = make_post()
    bring(post, said(1, approved=approved))
    assert Trackback.objects.get().status == status
    post.refresh_from_db()
    assert post.trackback_count == (status == "approved")


@pytest.mark.parametrize(
    "url", ["", "no address", "javascript:alert(1)", "https://x.example/" + "a" * 2000]
)
def test_a_link_from_nowhere_is_left_and_told(url):
    tally = bring(make_post(), said(1, url=url))
    assert not Trackback.objects.exists()
    assert (tally.left["pingbacks"], list(tally.reasons)) == (
        1, ["links without an address that they come from"],
    )  # fmt: skip


def test_a_page_that_links_twice_counts_once():
    post = make_post()
    make_trackback(post, source="https://else.example/7")
    tally = bring(post, said(7), said(1), said(2, url="https://else.example/1"))
    assert Trackback.objects.filter(post=post).count() == 2
    assert (tally.taken["pingbacks"], tally.left["pingbacks"]) == (1, 2)


def test_a_second_time_nothing_comes_and_what_was_deleted_stays_away():
    post = make_post()
    bring(post, said(1), said(2))
    Trackback.objects.get(source="https://else.example/2").delete()
    tally = bring(post, said(1), said(2))
    assert Trackback.objects.count() == 1
    assert (tally.known["pingbacks"], tally.taken["pingbacks"]) == (2, 0)


def test_long_texts_are_cut_and_markup_is_text():
    bring(make_post(), said(1, name="n" * 500, text="<script>alert(1)</script>" + "word " * 200))
    link = Trackback.objects.get()
    assert (len(link.title), len(link.excerpt) <= 300) == (300, True)
    assert "<" not in link.excerpt


def test_it_is_shown_with_the_post(client):
    post = make_post()
    bring(post, said(1))
    assert "https://else.example/1" in client.get(post.get_absolute_url()).content.decode()
