"""Of two upper bounds of a date SQLite goes by the first: that must be the nearer one."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.listing import reading
from tests.factories import make_post

pytestmark = pytest.mark.django_db

# The name of the column is quoted, a table may stand before it, and a prepared value in brackets.
UPPER = re.compile(r'"published_at" (<=?) ')


def upper_bounds(client, address):
    """Return the signs of the upper bounds of each question that has two of them."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    found = [UPPER.findall(each["sql"].partition(" FROM ")[2]) for each in asked]
    return [signs for signs in found if "<" in signs and "<=" in signs]


@pytest.fixture
def post():
    made = make_post(published_at="2009-09-28T12:00Z")
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("address", ["/2009/", "/2009/09/", "/2009/09/28/"])
def test_a_list_of_a_time_begins_at_its_end_and_not_now(client, post, address):
    found = upper_bounds(client, address)
    assert found
    assert all(signs[0] == "<" for signs in found)


def test_a_post_is_looked_for_on_its_day(client, post):
    found = upper_bounds(client, post.get_absolute_url())
    assert found
    assert all(signs[0] == "<" for signs in found)


def test_a_page_far_down_begins_with_its_month(client, post, monkeypatch):
    monkeypatch.setattr(reading, "DEEP", 0)
    found = upper_bounds(client, "/")
    assert found
    assert all(signs[0] == "<" for signs in found)


def test_what_is_kept_on_top_is_found_by_an_index(client, post, monkeypatch):
    monkeypatch.setattr(reading, "DEEP", 0)
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    sticky = [each["sql"] for each in asked if "is_sticky" in each["sql"].partition("WHERE")[2]]
    assert sticky
    assert all(re.search(r'"is_sticky" IN \(', sql) for sql in sticky)
