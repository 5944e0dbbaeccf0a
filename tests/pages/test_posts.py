"""The page of a post: its text, what it tells machines, its preview, and its old addresses."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from blog.models import Post
from blog.services.imports import remember
from blog.services.publishing import save_post
from tests.factories import (
    PASSWORD,
    make_category,
    make_comment,
    make_page,
    make_post,
    make_tag,
    make_trackback,
    make_user,
)
from tests.pages.reading import Read, read

pytestmark = pytest.mark.django_db
CALLED = datetime(2009, 9, 28, 12, tzinfo=ZoneInfo("UTC"))


def log_in(client, **fields):
    user = make_user(**{"is_staff": True} | fields)
    client.login(username=user.username, password=PASSWORD)
    return user


def test_a_post_has_its_date_and_title_in_its_address(client):
    make_post(title="Called it", body="Some *words*.", published_at=CALLED)
    page = read(client, "/2009/09/28/called-it/")
    assert page.texts("h1") == ["Called it"]
    assert "<p>Some <em>words</em>.</p>" in page.html
    assert page.texts("title") == ["Called it · Rejoinder"]


def test_a_page_stands_at_its_path(client):
    about = make_page(title="About")
    make_page(title="Team", parent=about, body="We.")
    assert read(client, "/about/").texts("h1") == ["About"]
    assert "<p>We.</p>" in read(client, "/about/team/").html
    for address in ("/team/", "/about/about/", "/about/team/more/", "/About/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/2009/09/28/other/", "/2009/09/29/called-it/", "/2009/9/28/called-it/",
        "/2009/09/28/Called-It/", "/2009/09/28/called-it/x/", "/2009/09/28/called%00it/",
        "/2009/09/28/called-it/comments/0/", "/2009/09/28/called-it/comments/2/",
        "/2009/09/28/called-it/comments/x/", "/2009/09/28/called-it/comments/99999999999/",
        "/called-it/", "/preview/0/", "/preview/x/", "/%00/", "/a%0ab/",
    ],
)  # fmt: skip
def test_an_address_of_nothing_is_not_found(client, address):
    log_in(client)
    make_post(title="Called it", published_at=CALLED)
    assert client.get(address).status_code == 404


def test_a_slug_in_any_script_makes_an_address(client):
    post = make_post(title="Καλημέρα κόσμε 漢字", published_at=CALLED)
    assert post.get_absolute_url().startswith("/2009/09/28/%CE%9A".lower().upper()[:12])
    page = read(client, post.get_absolute_url())
    assert page.link("canonical") == f"http://testserver{post.get_absolute_url()}"


def test_a_post_tells_other_sites_what_it_is(client):
    author = make_user("ann", is_staff=True, first_name="Ann", last_name="Bee")
    post = make_post(title='A "title" & <more>', body='Text.\n\n![](/media/a.png "x")',
                     author=author, published_at=CALLED)  # fmt: skip
    page = read(client, post.get_absolute_url())
    url = "http://testserver/2009/09/28/a-title-more/"
    assert page.link("canonical") == url
    assert {name: page.meta(name) for name in (
        "description", "og:type", "og:title", "og:description", "og:url", "og:image",
        "og:site_name", "article:published_time", "twitter:card")} == {
        "description": "Text.", "og:type": "article", "og:title": 'A "title" & <more>',
        "og:description": "Text.", "og:url": url, "og:image": "http://testserver/media/a.png",
        "og:site_name": "Rejoinder", "article:published_time": "2009-09-28T12:00:00+00:00",
        "twitter:card": "summary_large_image"}  # fmt: skip
    data = page.structured_data()
    assert data | {"dateModified": ""} == {
        "@context": "https://schema.org", "@type": "BlogPosting", "url": url,
        "mainEntityOfPage": url, "headline": 'A "title" & <more>', "description": "Text.",
        "image": "http://testserver/media/a.png", "datePublished": "2009-09-28T12:00:00+00:00",
        "dateModified": "",
        "author": {"@type": "Person", "name": "Ann Bee", "url": "http://testserver/author/ann/"},
        "publisher": {"@type": "Organization", "name": "Rejoinder", "url": "http://testserver/"},
    }  # fmt: skip
    assert datetime.fromisoformat(data["dateModified"]) >= CALLED


def test_a_page_of_the_site_is_no_article(client):
    page = read(client, make_page(title="About", body="").get_absolute_url())
    assert page.meta("og:type") == "website"
    assert page.meta("article:published_time") is None
    assert page.structured_data()["@type"] == "WebPage"
    assert "image" not in page.structured_data()
    assert page.meta("twitter:card") == "summary"


def test_no_title_ends_the_script_that_holds_data(client):
    title = "</script><script>alert(1)</script><!--"
    page = read(client, make_post(title=title, slug="x", body="`</script>`").get_absolute_url())
    assert page.structured_data()["headline"] == title
    assert not [s for s in page.all("script") if not s.get("src") and not s.get("type")]


def test_a_page_names_its_feeds_and_nothing_of_another_site(client):
    post = make_post(published_at=CALLED, slug="it")
    make_comment(post, url="https://reader.example")
    page = read(client, post.get_absolute_url())
    feeds = [link.get("href") for link in page.all("link", rel="alternate")]
    above = "/2009/09/28/it/"
    assert feeds == ["/feed/", "/feed/atom/", "/feed.json", f"{above}feed/", f"{above}feed/atom/",
                     f"{above}feed.json"]  # fmt: skip
    for address in feeds:
        assert client.get(address).status_code == 200
    loaded = [e.get("src") for e in page.tree.iter() if e.get("src")]
    loaded += [link.get("href") for link in page.all("link", rel="stylesheet")]
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)


def test_a_video_is_a_link_until_it_is_clicked(client):
    post = make_post(body="https://youtu.be/aaaaaaaaaaa\n\nhttps://vimeo.com/123456")
    page = read(client, post.get_absolute_url())
    videos = page.all("a", **{"class": "video-facade"})
    assert [video.get("href") for video in videos] == [
        "https://www.youtube.com/watch?v=aaaaaaaaaaa",
        "https://vimeo.com/123456",
    ]
    assert not page.all("iframe")
    assert not page.all("img")


def test_terms_and_counts_are_on_the_page(client):
    post = make_post(categories=[make_category("Music")], tags=[make_tag("Trio")])
    make_comment(post)
    make_comment(post, status="pending")
    make_trackback(post)
    page = read(client, post.get_absolute_url())
    assert [a.get("href") for a in page.all("a", rel="tag")] == ["/category/music/", "/tag/trio/"]
    assert page.texts("a", **{"class": "tab"}) == ["Comments (1)", "Trackbacks (1)"]


def test_who_asks_for_the_first_page_of_comments_is_led_to_the_post(client):
    post, page = make_post(), make_page()
    for item in (post, page):
        response = client.get(f"{item.get_absolute_url()}comments/1/")
        assert (response.status_code, response["Location"]) == (301, item.get_absolute_url())


def test_a_post_answers_head_and_refuses_other_methods(client):
    address = make_post().get_absolute_url()
    assert (client.head(address).status_code, client.head(address).content) == (200, b"")
    assert client.post(address).status_code == 405


def test_a_post_that_has_not_changed_is_not_sent_again_and_a_new_comment_is_seen(client):
    post = make_post()
    tag = client.get(post.get_absolute_url())["ETag"]
    asked = {"headers": {"If-None-Match": tag}}
    assert client.get(post.get_absolute_url(), **asked).status_code == 304
    make_comment(post, text="A new thought")
    response = client.get(post.get_absolute_url(), **asked)
    assert response.status_code == 200
    assert "A new thought" in response.content.decode()


def test_readers_pages_are_public_and_those_of_a_session_private(client):
    address = make_post().get_absolute_url()
    response = client.get(address)
    assert response["Cache-Control"] == "max-age=0, must-revalidate, public"
    assert not response.cookies
    log_in(client)
    response = client.get(address)
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize("status", Post.Status.values)
def test_staff_preview_a_post_whatever_its_status(client, status):
    log_in(client)
    post = make_post(title="Secret plan", body="Words.", status=status)
    response = client.get(post.get_preview_url())
    page = Read(response)
    assert page.texts("h1") == ["Secret plan"]
    assert "This is a preview" in page.html
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert page.meta("robots") == "noindex"
    assert not page.all("link", rel="canonical")
    assert not page.all("form", **{"class": "comment-form"})


def test_a_draft_without_anything_can_be_previewed(client):
    log_in(client)
    for kind in Post.Kind.values:
        draft = make_post(title="", body="", status=Post.Status.DRAFT, kind=kind)
        assert read(client, draft.get_preview_url()).texts("h1") == ["(no title)"]


def test_nobody_else_sees_a_preview(client):
    post = make_post(title="Secret plan", status=Post.Status.DRAFT)
    address = post.get_preview_url()
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={address}")
    log_in(client, is_staff=False)
    assert client.get(address).status_code == 404
    log_in(client, is_superuser=False)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("make", [make_post, make_page])
def test_a_private_post_is_there_for_staff_alone(client, make):
    post = make(title="Family", body="Private words", status=Post.Status.PRIVATE)
    assert client.get(post.get_absolute_url()).status_code == 404
    log_in(client, is_staff=False)
    assert client.get(post.get_absolute_url()).status_code == 404
    log_in(client)
    response = client.get(post.get_absolute_url())
    assert "Private words" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_a_scheduled_post_appears_when_its_time_comes(client, time_machine):
    due = timezone.now() + timedelta(days=1)
    time_machine.move_to(due - timedelta(seconds=1), tick=False)
    post = make_post(title="Tomorrow", published_at=due)
    assert client.get(post.get_absolute_url()).status_code == 404
    assert read(client, "/").titles() == []
    time_machine.move_to(due, tick=False)
    assert client.get(post.get_absolute_url()).status_code == 200
    assert read(client, "/").titles() == ["Tomorrow"]


def test_numbers_lead_to_posts_and_pages(client):
    post, page = make_post(), make_page()
    for item in (post, page):
        for address in (f"/?p={item.pk}", f"/?page_id={item.pk}", f"/archives/{item.pk}",
                        f"/archives/{item.pk}/"):  # fmt: skip
            response = client.get(address)
            assert (response.status_code, response["Location"]) == (301, item.get_absolute_url())


def test_numbers_of_an_import_come_before_our_own(client):
    first, second = make_post(), make_post()
    remember("https://old.example", "post", {str(first.pk): second.pk, "4711": first.pk})
    remember("https://old.example", "comment", {"99": first.pk})
    assert client.get(f"/?p={first.pk}")["Location"] == second.get_absolute_url()
    assert client.get("/?p=4711")["Location"] == first.get_absolute_url()
    assert client.get("/?p=99").status_code == 404


@pytest.mark.parametrize(
    "number",
    ["0", "-1", "x", "1.0", "1e3", "%00", "9" * 18, "9" * 19, "9" * 5000, "٢", "+1", "1,2"],
)
def test_a_number_of_nothing_is_not_found(client, number):
    make_post()
    assert client.get(f"/?p={number}").status_code == 404
    assert client.get(f"/archives/{number}/").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Post.Status.DRAFT},
        {"status": Post.Status.PRIVATE},
        {"published_at": datetime(2100, 1, 1, tzinfo=ZoneInfo("UTC"))},
    ],
)
def test_a_number_betrays_nothing_unpublished(client, fields):
    post = make_post(**fields)
    assert client.get(f"/?p={post.pk}").status_code == 404
    assert client.get(f"/archives/{post.pk}").status_code == 404


def test_other_questions_to_the_home_page_are_no_numbers(client):
    make_post(title="It")
    for question in ("?p=", "?utm_source=x", "?q=%00", "?page=x"):
        assert read(client, f"/{question}").titles() == ["It"]
        assert read(client, f"/{question}").link("canonical") == "http://testserver/"


def test_the_pages_of_an_old_discussion_lead_to_the_post_too(client):
    post = make_post(title="Old", published_at=CALLED)
    post.slug = "new"
    save_post(post)
    response = client.get("/2009/09/28/old/comments/2/")
    assert (response.status_code, response["Location"]) == (301, "/2009/09/28/new/")
