"""Feeds of posts and of comments, in every format, held to the rules of each."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from blog.current import site_settings
from blog.models import Post
from blog.services.publishing import save_post
from comments.models import Comment
from tests.factories import make_category, make_comment, make_page, make_post, make_tag, make_user
from tests.feed_rules import addresses_in, checked

pytestmark = pytest.mark.django_db
ENDS = {"rss": "feed/", "atom": "feed/atom/", "json": "feed.json"}
KINDS = pytest.mark.parametrize("kind", ENDS)
CALLED = datetime(2009, 9, 28, 12, tzinfo=UTC)


def feed_of(client, above, kind):
    return checked(client.get(f"{above}{ENDS[kind]}"), kind)


def titles(client, above, kind="rss"):
    return [item["title"] for item in feed_of(client, above, kind)]


@KINDS
def test_a_post_is_in_the_feed_with_its_whole_text(client, kind):
    ann = make_user("ann", is_staff=True, first_name="Ann", last_name="Bee")
    post = make_post(
        title="It", body="First.\n\n<!--more-->\n\n*Last*.", author=ann, published_at=CALLED,
        categories=[make_category("Music")], tags=[make_tag("Trio")],
    )  # fmt: skip
    make_comment(post)
    (item,) = feed_of(client, "/", kind)
    assert item | {"id": "", "comments": "1"} == {
        "id": "", "url": "http://testserver/2009/09/28/it/", "title": "It", "author": "Ann Bee",
        "html": "<p>First.</p>\n\n<p><em>Last</em>.</p>", "summary": "First. Last.",
        "terms": ["Music", "Trio"], "comments": "1",
    }  # fmt: skip
    assert item.get("comments", "1") == "1"


@KINDS
def test_every_list_has_its_feed(client, kind):
    make_post(title="Other", published_at=CALLED - timedelta(days=900))
    jazz = make_category("Jazz", parent=make_category("Music"))
    make_post(title="It", author=make_user("ann", is_staff=True), categories=[jazz],
              tags=[make_tag("Trio")], published_at=CALLED)  # fmt: skip
    for above in ("/2009/", "/2009/09/", "/2009/09/28/", "/category/music/", "/author/ann/",
                  "/category/music/jazz/", "/tag/trio/"):  # fmt: skip
        assert titles(client, above, kind) == ["It"], above
    assert titles(client, "/", kind) == ["It", "Other"]


@KINDS
def test_the_feeds_of_an_empty_blog_are_valid(client, kind):
    make_category("Music")
    for above in ("/", "/category/music/", "/comments/"):
        assert feed_of(client, above, kind) == []
    post = make_post()
    assert feed_of(client, post.get_absolute_url(), kind) == []


@KINDS
def test_feeds_of_nothing_are_not_found(client, kind):
    make_post(published_at=CALLED, slug="it")
    make_comment(make_page())
    for above in ("/2010/", "/2009/02/30/", "/0000/", "/9999/", "/category/none/", "/tag/none/",
                  "/author/nobody/", "/author/%00/", "/archive/", "/2009/09/28/other/",
                  "/2009/09/27/it/", "/2009/02/30/it/", "/9999/12/31/it/", "/2009/09/28/a%00b/",
                  "/comments/post/0/", "/comments/post/999999999/", "/page/2/"):  # fmt: skip
        assert client.get(f"{above}{ENDS[kind]}").status_code == 404, above


@KINDS
def test_links_in_the_text_work_everywhere(client, kind):
    body = (
        "[a](/about/) ![p](/media/p.png) [b](../other/) [c](#x) [d](?y) [e](mailto:a@example.com)\n"
        "[f](https://example.com/) note[^1]\n\n[^1]: N.\n\n## X\n\n"
        '<img src="q.png" srcset="/media/r.png 1x, /media/s.png 2x" alt=""> '
        '<blockquote cite="/there">c</blockquote>'
    )
    make_post(title="It", body=body, published_at=CALLED)
    (item,) = feed_of(client, "/", kind)
    url = "http://testserver/2009/09/28/it/"
    assert set(addresses_in(item["html"])) == {
        "http://testserver/about/", "http://testserver/media/p.png", f"{url}#it--x", f"{url}?y",
        "http://testserver/2009/09/28/other/", "mailto:a@example.com", "https://example.com/",
        f"{url}#it--fn1", f"{url}#it--fnref1", f"{url}q.png", "http://testserver/there",
    }  # fmt: skip
    assert (
        'srcset="http://testserver/media/r.png 1x, http://testserver/media/s.png 2x"'
        in (item["html"])
    )


@KINDS
def test_nothing_in_a_text_breaks_a_feed(client, kind):
    row = site_settings()
    row.title, row.tagline = "A\x01 <b> ]]> & “site”", "\x1b]]>"
    row.save()
    words = "]]> <![CDATA[ & &amp; </item> é 漢 🎈 \u2028"
    category, tag = make_category("<c> & ]]>", slug="c"), make_tag("]]>\x0b", slug="t")
    post = make_post(title="x", slug="x", body=words, categories=[category], tags=[tag])
    comment = make_comment(post, text=words)
    # As a row may be that did not come through our own forms:
    dirty = "a\x0b\x1f\x7f\x85\ufffeb]]>"
    Post.objects.filter(pk=post.pk).update(
        title=f"<i>{words}</i>", summary=words + dirty, html=f"<p>{dirty}</p>"
    )
    Comment.objects.filter(pk=comment.pk).update(name=f"<Ann>{dirty}", html=f"<p>{dirty}</p>")
    (item,) = feed_of(client, "/", kind)
    assert item["title"] == f"<i>{words}</i>"
    assert item["html"] == "<p>ab]]&gt;</p>"
    assert item["terms"] == ["<c> & ]]>", "]]>"]
    (item,) = feed_of(client, "/comments/", kind)
    assert item["author"] == "<Ann>ab]]>"
    assert item["html"] == "<p>ab]]&gt;</p>"


@KINDS
def test_an_item_keeps_its_id_through_every_change(client, kind):
    post = make_post(title="It", published_at=CALLED)
    (before,) = feed_of(client, "/", kind)
    post.slug, post.title, post.published_at = "other", "Other", CALLED + timedelta(days=3)
    save_post(post)
    (after,) = feed_of(client, "/", kind)
    assert before["id"] == after["id"]
    assert before["url"] != after["url"]
    assert feed_of(client, f"/author/{post.author}/", kind)[0]["id"] == before["id"]


def test_a_feed_holds_as_many_posts_as_the_author_wants(client):
    row = site_settings()
    row.feed_items = 2
    row.save()
    for number in range(3):
        make_post(title=str(number), published_at=CALLED + timedelta(days=number))
    assert titles(client, "/") == titles(client, "/2009/") == ["2", "1"]


def test_pinned_posts_and_pages_are_not_put_first_in_feeds(client):
    make_post(title="Old", is_sticky=True, published_at=CALLED)
    make_post(title="New")
    make_page(title="Page")
    assert titles(client, "/") == ["New", "Old"]


def test_a_scheduled_post_joins_the_feed_by_time_alone(client, time_machine):
    due = timezone.now() + timedelta(hours=1)
    make_post(title="Later", published_at=due)
    assert titles(client, "/") == []
    time_machine.move_to(due)
    assert titles(client, "/") == ["Later"]


@KINDS
def test_feeds_name_their_own_address_and_that_of_the_page(client, kind):
    make_post(published_at=CALLED, title="It")
    for above in ("/", "/2009/09/", "/2009/09/28/it/"):
        body = client.get(f"{above}{ENDS[kind]}").content.decode()
        assert f'"http://testserver{above}{ENDS[kind]}"' in body
        assert f"http://testserver{above}" in body


def test_titles_of_feeds_say_of_what_they_are(client):
    post = make_post(title="It", tags=[make_tag("Trio")])
    expected = {
        "/feed.json": "Rejoinder",
        "/tag/trio/feed.json": "Trio · Rejoinder",
        "/comments/feed.json": "Comments on Rejoinder",
        f"{post.get_absolute_url()}feed.json": "Comments on It",
    }
    for address, title in expected.items():
        assert json.loads(client.get(address).content)["title"] == title


@KINDS
def test_comments_are_in_the_feeds_of_the_site_and_of_their_post(client, kind):
    post, page = make_post(title="It"), make_page(title="About")
    first = make_comment(post, text="See [this](/about/) *now*.", author_name="Ann")
    make_comment(page, text="Second", author_name="Bob")
    for status in ("pending", "spam", "removed"):
        make_comment(post, text=status, status=status)
    whole = feed_of(client, "/comments/", kind)
    assert [item["title"] for item in whole] == ["Bob on About", "Ann on It"]
    (item,) = feed_of(client, post.get_absolute_url(), kind)
    url = f"http://testserver/comments/{first.pk}/"
    assert (item["id"], item["url"], item["author"]) == (url, url, "Ann")
    assert item["summary"] == "See this now."
    assert '<a href="http://testserver/about/">this</a> <em>now</em>' in item["html"]
    assert [i["author"] for i in feed_of(client, f"/comments/post/{page.pk}/", kind)] == ["Bob"]


def test_comment_feeds_never_tell_what_is_private(client):
    make_comment(make_post(), email="ann@secret.example", ip="203.0.113.99")
    for end in ENDS.values():
        body = client.get(f"/comments/{end}").content.decode()
        assert "secret.example" not in body
        assert "203.0.113" not in body


def test_a_post_is_not_found_in_the_comment_feeds_of_pages(client):
    assert client.get(f"/comments/post/{make_post().pk}/feed/").status_code == 404


def test_a_feed_that_has_not_changed_is_not_sent_again(client):
    post = make_post()
    make_comment(post)
    for above in ("/", "/comments/", post.get_absolute_url()):
        for end in ENDS.values():
            first = client.get(f"{above}{end}")
            asked = {"If-None-Match": first["ETag"]}
            assert client.get(f"{above}{end}", headers=asked).status_code == 304
            asked = {"If-Modified-Since": first["Last-Modified"]}
            assert client.get(f"{above}{end}", headers=asked).status_code == 304
    make_comment(post)
    assert (
        client.get("/comments/feed/", headers={"If-None-Match": first["ETag"]}).status_code == 200
    )


def test_feeds_answer_head_and_refuse_other_methods(client):
    make_post()
    for above in ("/", "/comments/"):
        for end in ENDS.values():
            head = client.head(f"{above}{end}")
            assert (head.status_code, head.content) == (200, b"")
            assert client.post(f"{above}{end}").status_code == 405


def test_feeds_are_in_the_language_of_the_site_whatever_the_reader_speaks(client):
    make_post(published_at=CALLED)
    asked = {"headers": {"Accept-Language": "de"}}
    for address in ("/2009/09/feed.json", "/comments/feed.json"):
        feed = json.loads(client.get(address, **asked).content)
        assert feed["language"] == "en"
    assert feed["title"].startswith("Comments on")
    assert "September" in client.get("/2009/09/feed.json", **asked).content.decode()


@pytest.mark.parametrize("address", ["/feed", "/feed/atom", "/comments/feed", "/tag/trio/feed"])
def test_a_missing_slash_is_added(client, address):
    make_tag("Trio")
    assert client.get(address)["Location"] == f"{address}/"


def test_an_empty_feed_says_the_same_whenever_it_is_asked_for(client, time_machine):
    for path in ("/feed/", "/feed/atom/", "/comments/feed/"):
        time_machine.move_to("2026-03-01T12:00Z")
        first = client.get(path).content
        time_machine.move_to("2026-03-02T12:00Z")
        assert client.get(path).content == first
