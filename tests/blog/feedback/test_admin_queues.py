"""The queues of both kinds of feedback: what is listed, filtered and found."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from blog.feedback.filters import REASONS
from blog.feedback.models import Status
from comments.models import Comment
from tests.blog.feedback.queue_pages import (
    address,
    both_kinds,
    listed,
    queue_of,
)
from tests.factories import make_post

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]


@both_kinds
def test_what_waits_is_shown_first_with_the_newest_on_top(admin, make):
    old = make(status=Status.PENDING)
    new = make(status=Status.PENDING)
    make(status=Status.APPROVED)
    type(old).objects.filter(pk=new.pk).update(created_at=timezone.now() - timedelta(days=2))
    assert listed(admin.get(queue_of(old))) == [old.pk, new.pk]


@both_kinds
@pytest.mark.parametrize("status", Status.values)
def test_each_status_has_a_queue(admin, make, status):
    rows = {value: make(status=value) for value in Status.values}
    response = admin.get(queue_of(rows[status]), {"status": status})
    assert listed(response) == [rows[status].pk]


@both_kinds
def test_one_queue_shows_every_status(admin, make):
    rows = [make(status=value) for value in Status.values]
    assert sorted(listed(admin.get(queue_of(rows[0]), {"status": "all"}))) == [
        row.pk for row in rows
    ]


@both_kinds
def test_tabs_count_each_status_within_what_is_searched(admin, make):
    post = make_post(title="Herons")
    for status in (Status.PENDING, Status.PENDING, Status.SPAM):
        row = make(post, status=status)
    make(status=Status.PENDING)
    tabs = {t.status: t.count for t in admin.get(queue_of(row)).context["cl"].tabs}
    assert tabs == {"pending": 3, "approved": 0, "spam": 1, "removed": 0, "all": 4}
    tabs = {t.status: t.count for t in admin.get(queue_of(row), {"q": "heron"}).context["cl"].tabs}
    assert tabs == {"pending": 2, "approved": 0, "spam": 1, "removed": 0, "all": 3}


@both_kinds
def test_a_row_tells_why_it_is_held(admin, make):
    row = make(status=Status.PENDING)
    type(row).objects.update(reasons=[{"code": "links", "text": "Has 7 links; 2 are allowed."}])
    assert "Has 7 links; 2 are allowed." in admin.get(queue_of(row)).content.decode()


@both_kinds
def test_what_strangers_wrote_is_escaped_in_queue_and_on_its_page(admin, make):
    row = make(status=Status.PENDING)
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    field = "name" if isinstance(row, Comment) else "blog_name"
    type(row).objects.update(
        **{field: hostile}, user_agent=hostile, reasons=[{"code": "links", "text": hostile}]
    )
    for page in (queue_of(row), address(type(row), "change", row.pk)):
        text = admin.get(page).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;alert" in text


@both_kinds
def test_an_empty_queue_says_so(admin, make):
    row = make(status=Status.APPROVED)
    assert "Nothing waits for you." in admin.get(queue_of(row)).content.decode()
    assert "Nothing here matches." in admin.get(queue_of(row), {"q": "zebra"}).content.decode()


@both_kinds
def test_ten_times_the_rows_cost_the_same_queries(admin, make):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    posts = [make_post() for _ in range(5)]

    def add(number):
        for n in range(number):
            row = make(posts[n % 5], status=Status.PENDING)
        return row

    def cost(row):
        with CaptureQueriesContext(connection) as queries:
            response = admin.get(queue_of(row), {"all": ""})
        return len(queries), len(listed(response))

    few = cost(add(10))
    many = cost(add(40))
    assert (few[1], many[1]) == (10, 50)
    assert few[0] == many[0] <= 12


@both_kinds
def test_a_queue_is_narrowed_to_a_post(admin, make):
    row = make(status=Status.PENDING)
    make(status=Status.PENDING)
    assert listed(admin.get(queue_of(row), {"post": row.post_id})) == [row.pk]


@both_kinds
def test_a_post_that_is_not_among_those_listed_can_be_chosen_too(admin, make, monkeypatch):
    row = make(status=Status.PENDING)
    make(status=Status.PENDING)
    monkeypatch.setattr("blog.feedback.filters.LISTED_POSTS", 1)
    assert listed(admin.get(queue_of(row), {"post": row.post_id})) == [row.pk]


@both_kinds
def test_a_queue_is_narrowed_to_the_past_week(admin, make):
    new, old = make(status=Status.PENDING), make(status=Status.PENDING)
    type(old).objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    assert listed(admin.get(queue_of(new), {"received": "7"})) == [new.pk]


@both_kinds
@pytest.mark.parametrize(
    ("choice", "found"), [("any", "ab"), ("none", "c"), ("links", "a"), ("first", "b")]
)
def test_a_queue_is_narrowed_to_a_reason(admin, make, choice, found):
    rows = {name: make(status=Status.PENDING) for name in "abc"}
    for name, codes in {"a": ["policy", "links"], "b": ["first"], "c": []}.items():
        reasons = [{"code": code, "text": "links first policy"} for code in codes]
        type(rows[name]).objects.filter(pk=rows[name].pk).update(reasons=reasons)
    shown = listed(admin.get(queue_of(rows["a"]), {"reason": choice}))
    assert sorted(shown) == sorted(rows[name].pk for name in found)


def test_every_reason_that_is_given_anywhere_can_be_filtered_for():
    sources = [
        path.read_text()
        for package in ("blog", "comments", "trackbacks", "config")
        for path in (ROOT / package).rglob("*.py")
    ]
    assert set(re.findall(r'Reason\("(\w+)"', "".join(sources))) == set(REASONS)


@both_kinds
@pytest.mark.parametrize(
    "query",
    [
        {"status": "nonsense"},
        {"status": "\x00"},
        {"post": "9" * 40},
        {"post": "²"},
        {"post": "1\x00"},
        {"received": "-1"},
        {"received": "9" * 30},
        {"reason": '"; drop'},
        {"p": "9" * 30},
        {"p": "-4"},
        {"o": "99.-7.x"},
        {"q": "\x00"},
        {"q": "a " * 400},
        {"q": "\ud800"},
        {"q": "'\"%_\\"},
        {"nonsense__in": "x"},
        {"e": "1", "status": "x"},
        {"_facets": "1"},
        {"_popup": "1"},
        {"all": "x"},
    ],
    ids=str,
)
def test_odd_addresses_of_a_queue_never_break_it(admin, make, query):
    row = make(status=Status.PENDING)
    query = {key: value.encode("utf-8", "replace").decode() for key, value in query.items()}
    response = admin.get(queue_of(row), query, follow=True)
    assert response.status_code in {200, 400}
