"""What crawlers ask for: the map of the site, and what they are asked to leave alone."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from blog.models import Post
from blog.sitemaps import SectionView, SitemapView
from tests.factories import make_category, make_page, make_post, make_tag

pytestmark = pytest.mark.django_db
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CALLED = datetime(2009, 9, 28, 12, tzinfo=UTC)


def read(client, address="/sitemap.xml"):
    return entries_of(client.get(address))


def entries_of(response):
    """Return {address: last change} of a map or an index, which are held to the protocol."""
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(response.content)
    assert tree.tag in {f"{NS}urlset", f"{NS}sitemapindex"}
    entries = [_entry(entry) for entry in tree]
    assert entries, "the protocol knows no empty map"
    assert len(dict(entries)) == len(entries), "each address once"
    return dict(entries)


def _entry(entry):
    assert entry.tag in {f"{NS}url", f"{NS}sitemap"}
    fields = {field.tag.removeprefix(NS): field.text for field in entry}
    assert set(fields) <= {"loc", "lastmod"}
    assert fields["loc"].startswith("http://testserver/")
    assert fields["loc"].isascii()
    if "lastmod" in fields:
        datetime.fromisoformat(fields["lastmod"])
    return fields["loc"], fields.get("lastmod")


def test_everything_public_is_on_the_map(client):
    make_page(title="Team", parent=make_page(title="About"))
    make_post(title="Its 漢", published_at=CALLED, categories=[make_category("Music")],
              tags=[make_tag("Trio")])  # fmt: skip
    make_category("Unused")
    make_tag("unused")
    Post.objects.update(updated_at=datetime(2010, 1, 2, tzinfo=UTC))
    found = {
        address.removeprefix("http://testserver"): day for address, day in read(client).items()
    }
    assert found | {"/about/": "", "/about/team/": ""} == {
        "/": None, "/category/music/": None, "/tag/trio/": None, "/about/": "",
        "/about/team/": "", "/2009/09/28/its-%E6%BC%A2/": "2010-01-02",
    }  # fmt: skip


def test_what_is_on_the_map_is_there(client):
    make_page()
    make_post(categories=[make_category("&", slug="c")], tags=[make_tag("<t>", slug="t")])
    for address in read(client):
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_addresses_are_those_of_the_site_whatever_host_was_asked(client, settings):
    settings.SITE_URL = "https://blog.example.com:8443"
    body = client.get("/sitemap.xml", headers={"Host": "localhost"}).content.decode()
    assert "<loc>https://blog.example.com:8443/</loc>" in body


def small_map(rf):
    return entries_of(SitemapView.as_view(limit=3)(rf.get("/sitemap.xml")))


def small_file(rf, address):
    section = address.split("-")[1].split(".")[0]
    return entries_of(SectionView.as_view(limit=3)(rf.get(address), section=section))


def test_a_large_map_is_an_index_of_files(rf):
    for number in range(4):
        make_post(title=str(number), published_at=CALLED)
    files = small_map(rf)
    assert list(files) == [
        "http://testserver/sitemap-lists.xml",
        "http://testserver/sitemap-posts.xml",
        "http://testserver/sitemap-posts.xml?p=2",
    ]
    listed = [address for file in files for address in small_file(rf, file)]
    assert len(listed) == len(set(listed)) == 5


def test_a_map_that_just_fits_is_one_file(rf):
    posts = [make_post() for _ in range(2)]
    assert len(small_map(rf)) == 1 + len(posts)


@pytest.mark.parametrize(
    "address",
    ["/sitemap-none.xml", "/sitemap-posts.xml?p=2", "/sitemap-posts.xml?p=0", "/sitemap-.xml",
     "/sitemap-posts.xml?p=x", "/sitemap-posts.xml?p=%00", f"/sitemap-posts.xml?p={'9' * 40}"],
)  # fmt: skip
def test_a_file_that_is_not_there_is_not_found(client, address):
    make_post()
    assert client.get(address).status_code == 404


def test_the_map_answers_head_and_is_not_sent_twice(client):
    make_post()
    assert client.head("/sitemap.xml").status_code == 200
    assert client.post("/sitemap.xml").status_code == 405
    tag = client.get("/sitemap.xml")["ETag"]
    assert client.get("/sitemap.xml", headers={"If-None-Match": tag}).status_code == 304


def test_robots_are_led_to_the_map_and_away_from_forms(client):
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response["Content-Type"] == "text/plain"
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /preview/", "Disallow: /search/"} < set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"
    assert not any(line.startswith("Disallow: /20") or line == "Disallow: /" for line in lines)
