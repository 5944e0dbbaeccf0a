"""Every kind of address says who may keep its answer, and for how long."""

import pytest

from tests.every_page import make_every_page
from tests.factories import make_post, make_user

ASKED_AGAIN = "max-age=0, must-revalidate, public"
FOR_ONE_PERSON = {
    "form", "closed form", "reply page", "receipt", "edit page", "own comments", "my data",
    "my data, asked for", "decision by mail", "answer by mail", "question by mail", "stop mail",
    "subscriptions",
}  # fmt: skip
MACHINES = [
    "/feed/", "/feed/atom/", "/feed.json", "/comments/feed/", "/tag/bread/feed/", "/robots.txt",
    "/sitemap.xml", "/sitemap-posts.xml",
]  # fmt: skip
# A redirect and a refusal may be another one in a moment, and caches would keep them by themselves.
NEVER = [
    "/healthz", "/readyz", "/nothing/here/", "/media/none.png", "/archives/1", "/2009",
    "/xmlrpc.php", "/webmention/", "/admin/", "/admin/login/", "/preview/1/",
]  # fmt: skip


def kept(response):
    return set(response["Cache-Control"].split(", "))


@pytest.fixture
def pages(db):
    found = make_every_page()
    del found["not found"]
    assert found.keys() > FOR_ONE_PERSON
    return found


def test_pages_for_everybody_are_asked_for_again_each_time_by_a_tag(client, pages):
    shared = [path for name, path in pages.items() if name not in FOR_ONE_PERSON]
    for path in [*shared, *MACHINES, f"{pages['post']}feed/", "/?utm_source=a"]:
        response = client.get(path)
        assert response.status_code == 200, path
        assert response["Cache-Control"] == ASKED_AGAIN, path
        assert {"Cookie", "Accept-Language"} <= set(response["Vary"].split(", ")), path
        assert not response.cookies, path
        again = client.get(path, headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again["Cache-Control"]) == (304, ASKED_AGAIN), path


def test_pages_for_one_person_are_kept_by_nobody(client, pages):
    for name in FOR_ONE_PERSON:
        response = client.get(pages[name])
        assert response.status_code == 200, name
        assert {"private", "no-store"} <= kept(response), name


def test_refusals_and_redirects_and_the_doors_of_machines_are_kept_by_nobody(client, pages):
    for path in [*NEVER, f"{pages['post']}trackback/"]:
        assert "no-store" in kept(client.get(path)), path
        assert "public" not in kept(client.get(path)), path


def test_a_moved_post_is_asked_for_again_too(client, db):
    post = make_post()
    response = client.get(f"/?p={post.pk}")
    assert (response.status_code, response["Cache-Control"]) == (301, ASKED_AGAIN)


def test_what_is_made_for_a_session_is_kept_by_nobody(client, pages):
    client.force_login(make_user("marta", is_staff=True, is_superuser=True))
    for path in [*pages.values(), *MACHINES, "/admin/", "/admin/blog/post/", "/preview/1/"]:
        assert {"private", "no-store"} <= kept(client.get(path)), path


def test_what_was_sent_is_kept_by_nobody(client, pages):
    for path in (pages["form"], "/xmlrpc.php", "/webmention/", "/admin/login/"):
        assert "no-store" in kept(client.post(path, {"body": "x"})), path


def test_files_may_be_kept(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "a.png").write_bytes(b"x")
    assert client.get("/media/a.png")["Cache-Control"] == "public, max-age=2592000"
    assert kept(client.get("/favicon.ico")) == {"public", "max-age=3600"}
