"""What is not published is nowhere: not on a page, in a feed, a count, the map or a search."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Post
from tests.factories import make_category, make_comment, make_page, make_post, make_tag, make_user

pytestmark = pytest.mark.django_db
UNPUBLISHED = {
    "draft": {"status": Post.Status.DRAFT},
    "dated draft": {"status": Post.Status.DRAFT, "published_at": timezone.now()},
    "private": {"status": Post.Status.PRIVATE},
    "scheduled": {"published_at": timezone.now() + timedelta(days=900)},
}


def every_address(hidden, year):
    lists = ["/", "/category/music/", "/tag/trio/", "/author/ann/", f"/{year}/"]
    feeds = [f"{above}{end}" for above in [*lists, "/comments/"]
             for end in ("feed/", "feed/atom/", "feed.json")]  # fmt: skip
    machines = ["/sitemap.xml", "/sitemap-posts.xml", "/sitemap-pages.xml", "/sitemap-lists.xml"]
    return [*lists, *feeds, *machines, "/archive/", "/search/?q=hidden", "/search/?q=words",
            "/seen/", hidden.get_absolute_url()]  # fmt: skip


@pytest.mark.parametrize("fields", UNPUBLISHED.values(), ids=list(UNPUBLISHED))
@pytest.mark.parametrize("make", [make_post, make_page])
def test_nothing_shows_what_is_not_published(client, make, fields):
    ann = make_user("ann", is_staff=True)
    music, trio = make_category("Music"), make_tag("Trio")
    seen = make_post(title="Seen", author=ann, body="words", categories=[music], tags=[trio])
    make_page(title="Seen", body="words", in_menu=True)
    terms = {"categories": [make_category("Hidden music"), music],
             "tags": [trio, make_tag("hidden tag")]}  # fmt: skip
    hidden = make(title="Hidden", body="hidden words", author=ann, in_menu=True, **terms, **fields)
    make_comment(hidden, text="hidden comment")
    for address in every_address(hidden, seen.published_at.year):
        response = client.get(address)
        assert response.status_code in {200, 302, 404}, address
        body = response.content.decode().replace("“hidden”", "").replace('value="hidden"', "")
        body = body.replace("<title>hidden", "")
        assert "idden music" not in body, address
        for word in ("Hidden", "hidden words", "hidden comment", "hidden-", "/hidden/"):
            assert word not in body, (address, word)


@pytest.mark.parametrize("fields", UNPUBLISHED.values(), ids=list(UNPUBLISHED))
def test_the_discussion_of_an_unpublished_post_is_closed_to_readers(client, fields):
    post = make_post(**fields)
    comment = make_comment(post)
    for address in (
        f"/comments/{comment.pk}/",
        f"/comments/{comment.pk}/reply/",
        f"/comments/post/{post.pk}/",
        f"/comments/post/{post.pk}/feed/",
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(f"/comments/post/{post.pk}/", {"body": "x"}).status_code == 404
    if post.published_at:
        above = make_post(published_at=post.published_at).get_absolute_url()[:12]
        assert client.get(f"{above}{post.slug}/feed/").status_code == 404


def test_the_address_of_a_draft_with_a_date_is_not_yet_one(client):
    make_post(title="Draft", status=Post.Status.DRAFT, published_at=timezone.now())
    assert client.get(f"/{timezone.now():%Y/%m/%d}/draft/").status_code == 404
