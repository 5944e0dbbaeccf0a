"""What a page asks of the database does not grow with what it shows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from blog.current import site_settings
from blog.models import Post
from comments.models import Comment
from comments.threads import place
from tests.factories import (
    PASSWORD,
    make_category,
    make_page,
    make_post,
    make_tag,
    make_trackback,
    make_user,
)

pytestmark = pytest.mark.django_db
CALLED = datetime(2009, 9, 28, tzinfo=UTC)
POST_PAGE = 6
LISTS = {
    "/": 2, "/page/2/": 2, "/2009/": 2, "/2009/09/": 2, "/2009/09/28/": 2, "/author/ann/": 3,
    "/category/music/": 3, "/tag/trio/": 3, "/archive/": 4, "/search/?q=text": 3,
    "/search/?q=ann&in=comments": 3, "/sitemap.xml": 5,
    "/feed/": 2, "/feed/atom/": 2, "/feed.json": 2, "/2009/feed/": 2, "/author/ann/feed/": 3,
    "/category/music/feed/": 3, "/tag/trio/feed.json": 3,
    "/comments/feed/": 2, "/comments/feed/atom/": 2, "/comments/feed.json": 2,
}  # fmt: skip


def asked(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200, address
    return [query["sql"] for query in queries.captured_queries]


def many(number, ann, category, tag):
    terms = {"categories": [category, make_category()], "tags": [tag, make_tag()]}
    for _ in range(number):
        post = make_post(author=ann, published_at=CALLED + timedelta(minutes=1), **terms)
        make_page(in_menu=True, author=ann)
        add_comments(post, 3)


def test_lists_and_feeds_ask_the_same_for_ten_posts_and_for_a_hundred(client):
    row = site_settings()
    row.posts_per_page, row.feed_items = 5, 100
    row.save()
    ann, music, trio = make_user("ann", is_staff=True), make_category("Music"), make_tag("Trio")
    for number in (10, 90):
        many(number, ann, music, trio)
        if number == 90:
            row.posts_per_page = 50
            row.save()
        assert {address: len(asked(client, address)) for address in LISTS} == LISTS


def add_comments(post, number):
    """Threads of three, stored as rows: to submit 300 would take its time."""
    rows = add_level(post, [None] * (number // 3))
    add_level(post, [row for row in rows for _ in range(2)])
    Post.objects.filter(pk=post.pk).update(comment_count=F("comment_count") + number)


def add_level(post, parents):
    fields = {"post": post, "status": "approved", "name": "Ann", "body": "x", "html": "<p>x</p>"}
    rows = Comment.objects.bulk_create(Comment(parent=parent, **fields) for parent in parents)
    for row in rows:
        row.path, row.depth = place(row.pk, row.parent.path if row.parent else "", 5)
    Comment.objects.bulk_update(rows, ["path", "depth"])
    return rows


@pytest.mark.parametrize("make", [make_post, make_page])
def test_a_post_asks_the_same_with_three_comments_and_with_three_hundred(client, make):
    site_settings().save()
    post = make(categories=[make_category()], tags=[make_tag(), make_tag()])
    add_comments(post, 3)
    make_trackback(post)
    few = asked(client, post.get_absolute_url())
    add_comments(post, 297)
    for _ in range(9):
        make_trackback(post)
    many = asked(client, post.get_absolute_url())
    last = asked(client, f"{post.get_absolute_url()}comments/6/")
    how_many_pages = 1
    assert len(few) + how_many_pages == len(many) == len(last) == POST_PAGE, "\n".join(many)


def test_a_post_without_anything_asks_no_more(client):
    assert len(asked(client, make_post().get_absolute_url())) <= POST_PAGE


def test_staff_pay_for_their_session_and_nothing_else(client):
    post = make_post()
    add_comments(post, 30)
    ann = make_user(is_staff=True)
    client.login(username=ann.username, password=PASSWORD)
    session_and_user = 2
    assert len(asked(client, post.get_absolute_url())) <= POST_PAGE + session_and_user


def test_a_permalink_asks_the_same_in_a_long_discussion(client):
    def asked_for(comment):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(comment.get_absolute_url()).status_code == 302
        return len(queries)

    post = make_post()
    add_comments(post, 3)
    few = asked_for(Comment.objects.last())
    add_comments(post, 297)
    assert asked_for(Comment.objects.last()) == few == 3


def test_a_page_that_is_not_there_asks_little(client):
    with CaptureQueriesContext(connection) as queries:
        client.get("/nowhere/")
    assert len(queries) <= 4
