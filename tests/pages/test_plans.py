"""No page, and nothing that strangers send, has the database read through a whole large table."""

import pytest
from django.db import connection

from blog.models import Category, Tag
from comments.reader import receipt_url
from tests.pages.full_blog import make_full_blog, make_own_comment
from tests.pages.plans import whole_tables_read
from tests.pages.test_commenting import create_url, send

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite does not plan by what is stored"
    ),
]


def get_addresses(posts, comment):
    """All kinds of pages but a part of the map, which holds most of this table, and the search,
    whose own tests look at its plans."""
    long, short = posts[0].get_absolute_url(), posts[1].get_absolute_url()
    day = f"{posts[5].published_at:/%Y/%m/%d/}"
    terms = [model.objects.first().get_absolute_url() for model in (Category, Tag)]
    lists = ["/", "/author/ann/", day, day[:9], day[:6], *terms]
    receipt = receipt_url(comment)
    return [
        *lists, *(f"{each}page/2/" for each in ("/", "/author/ann/", *terms)), "/page/200/",
        *(f"{each}{end}" for each in lists for end in ("feed/", "feed.json")),
        "/comments/feed/", "/trackback/feed/", f"{long}feed/", f"{short}feed/",
        f"{short}trackback/feed/", "/archive/", "/sitemap.xml", long, f"{long}comments/2/", short,
        comment.get_absolute_url(),
        f"/comments/{comment.pk}/reply/", receipt, f"{receipt}edit/", "/nowhere/", "/robots.txt",
    ]  # fmt: skip


def complaints(ask, addresses):
    """Return what reads through a whole table, by the address that asked for it."""
    found = {}
    for address in addresses:
        with whole_tables_read() as read:
            assert ask(address).status_code in {200, 302, 404}, address
        if read:
            found[address] = read
    return "\n\n".join(f"{address}\n{each}" for address, read in found.items() for each in read)


def test_readers_and_strangers_have_no_whole_table_read(client, settings):
    settings.RATE_LIMITS = False
    posts = make_full_blog()
    comment = make_own_comment(posts[9])
    assert not complaints(client.get, get_addresses(posts, comment))

    def write(address):
        if "trackback" in address:
            return client.post(address, {"url": "https://other.example/new", "title": "New"})
        return send(client, address)

    paths = [create_url(posts[0]), f"{posts[0].get_absolute_url()}trackback/"]
    assert not complaints(write, paths)
