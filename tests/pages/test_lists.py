"""Lists of posts: who is on them, in which order, and what their addresses refuse."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from blog.current import site_settings
from blog.models import Post
from tests.factories import make_category, make_page, make_post, make_tag, make_user
from tests.pages.reading import read

pytestmark = pytest.mark.django_db
CALLED = datetime(2009, 9, 28, 12, tzinfo=ZoneInfo("UTC"))


def make_posts(number, **fields):
    """Posts "1", "2", …, the last one newest."""
    start = timezone.now() - timedelta(days=number)
    return [
        make_post(title=str(n), published_at=start + timedelta(hours=n), **fields)
        for n in range(1, number + 1)
    ]


def two_a_page():
    row = site_settings()
    row.posts_per_page = 2
    row.save()


def a_post_on_every_list():
    """Return the addresses of the lists on which one post stands."""
    author = make_user("ann", is_staff=True)
    category = make_category("Jazz", parent=make_category("Music"))
    make_post(title="It", author=author, categories=[category], tags=[make_tag("Trio")],
              published_at=CALLED)  # fmt: skip
    return ["/", "/2009/", "/2009/09/", "/2009/09/28/", "/category/music/", "/tag/trio/",
            "/category/music/jazz/", "/author/ann/"]  # fmt: skip


def test_a_post_stands_on_every_list_that_it_belongs_to(client):
    for address in a_post_on_every_list():
        assert read(client, address).titles() == ["It"], address


def test_lists_have_headings_and_name_their_kind(client):
    a_post_on_every_list()
    headings = {
        "/2009/": ["Archive", "2009"],
        "/2009/09/": ["Archive", "September 2009"],
        "/2009/09/28/": ["Archive", "Sept. 28, 2009"],
        "/category/music/jazz/": ["Category", "Jazz"],
        "/tag/trio/": ["Tag", "Trio"],
        "/author/ann/": ["Author", "ann"],
    }
    for address, (kind, heading) in headings.items():
        page = read(client, address)
        assert page.texts("h1") == [heading]
        assert kind in page.texts("p", **{"class": "label"})
        assert page.texts("title")[0].startswith(heading)


def test_the_newest_come_first_and_pinned_ones_before_them_on_home_alone(client):
    make_posts(3)
    Post.objects.filter(title="2").update(is_sticky=True)
    assert read(client, "/").titles() == ["2", "3", "1"]
    assert read(client, f"/{timezone.now() - timedelta(days=2):%Y}/").titles() == ["3", "2", "1"]


def test_posts_of_one_moment_keep_one_order(client):
    for title in "abc":
        make_post(title=title, published_at=CALLED)
    assert read(client, "/2009/").titles() == ["c", "b", "a"]


def test_a_list_goes_on_page_by_page(client):
    two_a_page()
    make_posts(5, tags=[make_tag("x")])
    for address in ("/", "/tag/x/"):
        pages = [read(client, f"{address}{end}") for end in ("", "page/2/", "page/3/")]
        assert [page.titles() for page in pages] == [["5", "4"], ["3", "2"], ["1"]]
        assert [a.get("href") for a in pages[0].all("a", rel="next")] == ["page/2/"]
        assert [a.get("href") for a in pages[1].all("a", rel="next")] == ["../3/"]
        assert [a.get("href") for a in pages[1].all("a", rel="prev")] == ["../../"]
        assert [a.get("href") for a in pages[2].all("a", rel="prev")] == ["../2/"]
        assert not pages[2].all("a", rel="next")
        assert pages[1].link("prev") == f"http://testserver{address}"
        assert pages[1].link("next") == f"http://testserver{address}page/3/"
        assert "Page 2" in pages[1].html


def test_a_full_last_page_is_followed_by_none(client):
    two_a_page()
    make_posts(4)
    assert not read(client, "/page/2/").all("a", rel="next")
    assert client.get("/page/3/").status_code == 404


def test_the_first_page_has_one_address(client):
    for address in a_post_on_every_list():
        response = client.get(f"{address}page/1/")
        assert (response.status_code, response["Location"]) == (301, address)


@pytest.mark.parametrize(
    "number", ["2", "0", "-1", "01", "1.5", "x", "%00", "999999999", "9" * 30, "٢"]
)
def test_a_page_that_no_list_has_is_not_found(client, number):
    for address in a_post_on_every_list():
        assert client.get(f"{address}page/{number}/").status_code == 404, address


def test_an_empty_blog_says_so(client):
    assert "Nothing has been published here yet." in read(client, "/").html
    assert "Nothing has been published here yet." in read(client, "/archive/").html
    assert client.get("/page/2/").status_code == 404


def test_a_category_shows_what_stands_below_it_each_post_once(client):
    music = make_category("Music")
    jazz = make_category("Jazz", parent=music)
    make_category("Musicology", slug="music-theory")
    make_post(title="Both", categories=[music, jazz])
    make_post(title="Below", categories=[jazz])
    make_post(title="Elsewhere", categories=[make_category("Musicals", slug="musi")])
    assert read(client, "/category/music/").titles() == ["Below", "Both"]
    assert read(client, "/category/music/jazz/").titles() == ["Below", "Both"]


@pytest.mark.parametrize(
    "address",
    [
        "/category/none/", "/category/music/none/", "/category/jazz/", "/category/", "/tag/none/",
        "/tag/", "/author/nobody/", "/author/", "/author/%00/", "/author/a%1fb/", "/tag/a%00b/",
        "/category/a%00/", "/category/music//jazz/", "/tag/trio/more/",
    ],
)  # fmt: skip
def test_a_list_of_nothing_known_is_not_found(client, address):
    a_post_on_every_list()
    assert client.get(address).status_code == 404


def test_who_has_published_nothing_has_no_page(client):
    make_user("reader")
    make_post(author=make_user("drafter", is_staff=True), status=Post.Status.DRAFT)
    for address in ("/author/reader/", "/author/drafter/"):
        assert client.get(address).status_code == 404
        assert client.get(f"{address}feed/").status_code == 404


@pytest.mark.parametrize("name", ["ann@example.com", "a.b+c-d_e", "łukasz"])
def test_any_account_name_makes_an_address(client, name):
    make_post(title="It", author=make_user(name, email="a@example.com", is_staff=True))
    home = read(client, "/")
    (author,) = home.all("a", rel="author")
    assert read(client, author.get("href")).titles() == ["It"]


def test_a_category_or_tag_without_posts_is_empty_and_not_missing(client):
    make_category("Music")
    make_tag("Trio")
    for address in ("/category/music/", "/tag/trio/"):
        assert "Nothing has been published here yet." in read(client, address).html


@pytest.mark.parametrize(
    "address",
    [
        "/2009/13/", "/2009/00/", "/2009/02/30/", "/2009/02/00/", "/2008/02/30/", "/2009/2/",
        "/2009/02/3/", "/0000/", "/0001/", "/9999/", "/99999/", "/0000/01/01/", "/9999/12/31/",
        "/209/", "/٢٠٠٩/", "/2009/٠٩/", "/2010/", "/2009/10/", "/2009/09/27/", "/2009-09/",
        "/2009/02/30/it/", "/0000/01/01/it/", "/9999/12/31/it/", "/2009/09/27/it/", "/-1/",
    ],
)  # fmt: skip
def test_dates_that_are_none_or_empty_are_not_found(client, address):
    a_post_on_every_list()
    assert client.get(address).status_code == 404
    assert client.get(f"{address}feed/").status_code == 404


def test_a_leap_day_is_a_day(client):
    make_post(title="Leap", published_at=datetime(2008, 2, 29, tzinfo=ZoneInfo("UTC")))
    for address in ("/2008/02/29/", "/2008/02/", "/2008/02/29/leap/"):
        assert client.get(address).status_code == 200


def test_days_are_those_of_the_sites_zone(client, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    timezone.get_default_timezone.cache_clear()
    try:
        post = make_post(
            title="Late", published_at=datetime(2009, 12, 31, 20, tzinfo=ZoneInfo("UTC"))
        )
        assert post.get_absolute_url() == "/2010/01/01/late/"
        assert client.get("/2010/01/01/late/").status_code == 200
        assert read(client, "/2010/01/01/").titles() == ["Late"]
        assert client.get("/2009/").status_code == 404
        assert "/2010/01/" in read(client, "/archive/").html
    finally:
        settings.TIME_ZONE = "UTC"
        timezone.get_default_timezone.cache_clear()


def test_the_archive_counts_months_and_names_what_is_in_use(client):
    category, tag = make_category("Music"), make_tag("Trio")
    make_category("Unused")
    make_tag("unused")
    for day in (1, 2):
        make_post(published_at=datetime(2009, 9, day, tzinfo=ZoneInfo("UTC")),
                  categories=[category], tags=[tag])  # fmt: skip
    make_post(published_at=datetime(2008, 1, 31, tzinfo=ZoneInfo("UTC")))
    page = read(client, "/archive/")
    assert page.texts("h2") == ["2009", "2008", "Categories", "Tags"]
    assert "September 2" in page.texts("li")
    assert "January 1" in page.texts("li")
    assert "nused" not in page.html


def test_a_post_with_a_teaser_is_continued_on_its_own_page(client):
    post = make_post(title="Long", body="Begin.\n\n<!--more-->\n\nEnd.")
    page = read(client, "/")
    assert "Begin." in page.html
    assert "End." not in page.html
    (link,) = page.all("a", **{"class": "continue"})
    assert link.get("href") == post.get_absolute_url()


def test_a_post_without_a_title_can_still_be_opened(client):
    post = make_post(title="", slug="untitled")
    page = read(client, "/")
    assert page.titles() == ["(no title)"]
    assert read(client, post.get_absolute_url()).texts("h1") == ["(no title)"]


def test_markup_in_names_is_text(client):
    name = "<b>\"'&"
    make_post(
        title=name, categories=[make_category(name, slug="c")], tags=[make_tag(name, slug="t")]
    )
    for address in ("/", "/category/c/", "/tag/t/", "/archive/"):
        page = read(client, address)
        assert name in "".join(page.tree.itertext())
        assert not page.all("b")


def test_pages_are_on_no_list(client):
    make_page(title="About")
    assert "Nothing has been published" in read(client, "/").html


@pytest.mark.parametrize("address", ["/archive", "/2009", "/2009/09/28/it", "/tag/trio", "/about"])
def test_a_missing_slash_is_added(client, address):
    a_post_on_every_list()
    make_page(title="About")
    response = client.get(f"{address}?x=1")
    assert (response.status_code, response["Location"]) == (301, f"{address}/?x=1")


def test_lists_answer_head_and_refuse_other_methods(client):
    for address in [*a_post_on_every_list(), "/archive/"]:
        response = client.head(address)
        assert (response.status_code, response.content) == (200, b"")
        assert client.post(address).status_code == 405
        assert client.delete(address).status_code == 405


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    for address in [*a_post_on_every_list(), "/archive/"]:
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == "max-age=0, must-revalidate, public"
    make_post()
    assert client.get("/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_menu_holds_the_pages_that_the_author_chose_in_her_order(client):
    make_page(title="Second", in_menu=True, menu_order=2)
    make_page(title="First", in_menu=True, menu_order=1)
    make_page(title="Not there")
    make_page(title="Draft", in_menu=True, status=Post.Status.DRAFT)
    links = [text for text in read(client, "/").texts("a") if text in
             {"First", "Second", "Not there", "Draft"}]  # fmt: skip
    assert links == ["First", "Second"]


def test_every_list_names_its_one_address_on_the_site(client, settings):
    settings.SITE_URL = "https://blog.example.com"
    make_post(tags=[make_tag("Übung")], title="It", published_at=CALLED)
    two_a_page()
    for _ in range(3):
        make_post()
    for address in ("/", "/page/2/", "/2009/09/", "/tag/%C3%BCbung/", "/archive/"):
        page = read(client, f"{address}?utm_source=x&y=%00")
        assert page.link("canonical") == page.meta("og:url") == f"https://blog.example.com{address}"
        assert page.meta("og:type") == "website"
        assert page.meta("description")


def test_every_list_names_its_feed(client):
    for address in a_post_on_every_list()[1:]:
        feeds = [link.get("href") for link in read(client, address).all("link", rel="alternate")]
        assert feeds == ["/feed/", "/feed/atom/", "/feed.json", f"{address}feed/"]
        assert client.get(feeds[-1]).status_code == 200
