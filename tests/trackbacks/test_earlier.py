"""Links that are older than their coming here: kept as they were, each address once."""

import pytest

from tests.factories import make_post, make_trackback
from trackbacks.earlier import add_earlier
from trackbacks.models import Trackback

pytestmark = pytest.mark.django_db


def link(number, **fields):
    source = f"https://old.example/{number}"
    defaults = {"protocol": "pingback", "source": source, "source_host": "old.example"}
    return Trackback(**defaults | {"status": "approved"} | fields)


def test_links_are_stored_with_status_count_and_record():
    post = make_post()
    stored = add_earlier(post, [link(1), link(2, status="spam")], why="Imported.")
    post.refresh_from_db()
    assert post.trackback_count == 1
    assert [row.status for row in stored] == ["approved", "spam"]
    assert stored[0].records.get().why == "Imported."
    assert stored[0].verified_at is None


def test_an_address_that_the_post_knows_already_is_left_out():
    post = make_post()
    make_trackback(post, source="https://old.example/1")
    assert add_earlier(post, [link(1), link(2), link(2)], why="Imported.") != []
    assert Trackback.objects.filter(post=post).count() == 2


def test_the_same_address_may_link_to_two_posts():
    for post in (make_post(), make_post()):
        assert len(add_earlier(post, [link(1)], why="Imported.")) == 1
