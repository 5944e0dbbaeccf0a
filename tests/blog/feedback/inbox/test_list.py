"""What the inbox lists of both kinds of feedback: in what order, how narrowed, at what cost."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.feedback.filters import REASONS
from blog.feedback.inbox import views
from blog.feedback.models import Status
from comments.models import Comment
from tests.blog.feedback.inbox_pages import INBOX, address, both_kinds, listed, look, press, tabs
from tests.factories import make_comment, make_post, make_trackback
from trackbacks.models import Trackback

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[4]


def received(row, **ago):
    type(row).objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(**ago))
    return row


def test_what_waits_of_both_kinds_is_listed_with_the_newest_on_top(admin):
    rows = [make(status=Status.PENDING) for make in (make_comment, make_trackback) * 2]
    make_comment(status=Status.APPROVED)
    for minutes, row in enumerate(rows):
        received(row, minutes=minutes)
    assert listed(look(admin)) == rows


@both_kinds
def test_either_kind_can_be_listed_alone(admin, make):
    rows = {make_comment: make_comment(status="pending"), make_trackback: make_trackback()}
    row = rows[make]
    assert listed(look(admin, kind=row._meta.model_name, status="all")) == [row]


@pytest.mark.parametrize("protocol", ["trackback", "pingback", "webmention"])
def test_links_can_be_listed_by_their_protocol(admin, protocol):
    links = {name: make_trackback(status="pending", protocol=name)
             for name in ("trackback", "pingback", "webmention")}  # fmt: skip
    make_comment(status="pending")
    assert listed(look(admin, kind=f"trackback.{protocol}")) == [links[protocol]]


@both_kinds
@pytest.mark.parametrize("status", Status.values)
def test_each_status_has_a_list(admin, make, status):
    rows = {value: make(status=value) for value in Status.values}
    assert listed(look(admin, status=status)) == [rows[status]]


def test_one_list_shows_every_status(admin):
    rows = [make_comment(status=value) for value in Status.values]
    assert set(listed(look(admin, status="all"))) == set(rows)


def test_tabs_count_each_status_within_what_is_searched(admin):
    post = make_post(title="Herons")
    for make, status in (
        (make_comment, "pending"),
        (make_trackback, "pending"),
        (make_comment, "spam"),
    ):
        make(post, status=status)
    make_comment(status=Status.PENDING)
    expected = {"unanswered": 0, "approved": 0, "spam": 1, "removed": 0}
    assert tabs(look(admin)) == expected | {"pending": 3, "all": 4}
    assert tabs(look(admin, q="heron")) == expected | {"pending": 2, "all": 3}


@both_kinds
def test_a_row_tells_why_it_is_held(admin, make):
    row = make(status=Status.PENDING)
    type(row).objects.update(reasons=[{"code": "links", "text": "Has 7 links; 2 are allowed."}])
    assert "Has 7 links; 2 are allowed." in look(admin).content.decode()


def test_a_long_text_can_be_read_to_its_end_before_it_is_decided_on(admin):
    make_comment(status=Status.PENDING, text="Herons wade. " * 60 + "Buy at the very end")
    assert "Buy at the very end" in look(admin).content.decode()
    Comment.objects.update(body="Herons wade.")
    assert "Read all of it" not in look(admin).content.decode()


@both_kinds
def test_what_strangers_wrote_is_escaped_in_the_list_and_on_its_page(admin, make):
    row = make(status=Status.PENDING)
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    field = "name" if isinstance(row, Comment) else "blog_name"
    type(row).objects.update(
        **{field: hostile}, user_agent=hostile, reasons=[{"code": "links", "text": hostile}]
    )
    press(admin, make(), "spam")
    for page in (INBOX, address(type(row), "change", row.pk), f"{INBOX}trail/"):
        text = admin.get(page).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;alert" in text or page.endswith("trail/")


def test_an_empty_list_says_so(admin):
    make_comment()
    assert "Nothing waits for you." in look(admin).content.decode()
    assert "Nothing here matches." in look(admin, q="zebra").content.decode()


def test_a_row_tells_what_else_its_sender_sent(admin):
    for status in ("approved", "approved", "spam"):
        make_comment(email="ann@example.org", status=status)
    make_comment(email="ann@example.org", status="pending")
    make_trackback(status="pending")
    told = {row.kind.name: row.history for row in look(admin).context["rows"]}
    assert told == {
        "comment": [("approved", "approved", 2), ("spam", "spam", 1)],
        "trackback": [],
    }
    assert "sender=email%3Aann%40example.org" in look(admin).content.decode()


# --- The cost ---


def fill(posts, number):
    """Make `number` rows of each kind wait, as fast as a database takes them."""
    rows = [
        Comment(post=posts[n % len(posts)], name=f"Reader {n}", email=f"r{n % 7}@example.org",
                body="Words", ip="203.0.113.7", status="pending")
        for n in range(number)
    ]  # fmt: skip
    links = [
        Trackback(post=posts[n % len(posts)], source=f"https://e.example/{n}/{number}",
                  source_host="e.example", protocol="trackback", status="pending")
        for n in range(number)
    ]  # fmt: skip
    Comment.objects.bulk_create(rows)
    Trackback.objects.bulk_create(links)


def test_500_that_wait_cost_no_more_than_10_and_fewer_than_20_queries(admin):
    posts = [make_post() for _ in range(5)]

    def cost(**query):
        with CaptureQueriesContext(connection) as queries:
            response = look(admin, **query)
        assert response.status_code == 200
        return len(queries)

    def costs():
        press(admin, make_comment(status="pending"), "spam")
        first = look(admin)
        older = (
            {"before": first.context["older"].partition("before=")[2]}
            if first.context["older"]
            else {}
        )
        queries = [{}, older, {"status": "all"}, {"status": "unanswered"}, {"q": "word"},
                   {"post": str(posts[0].pk)}, {"sender": "ip:203.0.113.7"}]  # fmt: skip
        return [cost(**query) for query in queries]

    fill(posts, 5)
    costs()
    few = costs()
    fill(posts, 250)
    many = costs()
    assert max(many) < 20
    assert [a - b for a, b in zip(many, few, strict=True) if a > b] == []


# --- Narrowing ---


@both_kinds
def test_the_inbox_is_narrowed_to_a_post(admin, make):
    row = make(status=Status.PENDING)
    make(status=Status.PENDING)
    response = look(admin, post=row.post_id)
    assert listed(response) == [row]
    assert f'<option value="{row.post_id}" selected>' in response.content.decode()


def test_a_post_that_is_not_among_those_listed_can_be_chosen_too(admin, monkeypatch):
    row = make_comment(status=Status.PENDING)
    make_comment(status=Status.PENDING)
    monkeypatch.setattr("blog.feedback.inbox.selection.LISTED_ROWS", 1)
    response = look(admin, post=row.post_id)
    assert listed(response) == [row]
    assert f'<option value="{row.post_id}" selected>' in response.content.decode()


def test_a_search_that_finds_nothing_points_to_other_lists_where_there_are_any(admin):
    other = "Other lists may have something"
    assert other in admin.get(INBOX, {"q": "nowhere"}).content.decode()
    everywhere = admin.get(INBOX, {"q": "nowhere", "status": "all"}).content.decode()
    assert other not in everywhere
    assert "Nothing matches, in any of the lists." in everywhere


@both_kinds
def test_the_inbox_is_narrowed_to_the_past_week(admin, make):
    new, old = make(status=Status.PENDING), make(status=Status.PENDING)
    received(old, days=8)
    assert listed(look(admin, received="7")) == [new]


@both_kinds
@pytest.mark.parametrize(
    ("choice", "found"), [("any", "ab"), ("none", "c"), ("links", "a"), ("first", "b")]
)
def test_the_inbox_is_narrowed_to_a_reason(admin, make, choice, found):
    rows = {name: make(status=Status.PENDING) for name in "abc"}
    for name, codes in {"a": ["policy", "links"], "b": ["first"], "c": []}.items():
        reasons = [{"code": code, "text": "links first policy"} for code in codes]
        type(rows[name]).objects.filter(pk=rows[name].pk).update(reasons=reasons)
    assert set(listed(look(admin, reason=choice))) == {rows[name] for name in found}


def test_every_reason_that_is_given_anywhere_can_be_filtered_for():
    sources = [
        path.read_text()
        for package in ("blog", "comments", "trackbacks", "config")
        for path in (ROOT / package).rglob("*.py")
    ]
    assert set(re.findall(r'Reason\(\s*"(\w+)"', "".join(sources))) == set(REASONS)


def test_every_word_of_a_search_must_be_found(admin):
    found = make_comment(status="pending", text="A grey heron", author_name="Ann")
    make_comment(status="pending", text="A heron", author_name="Ben")
    assert listed(look(admin, q="heron ann")) == [found]
    assert listed(look(admin, q=" ".join(["heron"] * 40))) != []


@pytest.mark.parametrize(
    "query",
    [
        {"status": "nonsense"},
        {"status": "\x00"},
        {"kind": "comment.webmention"},
        {"kind": "x.y.z"},
        {"post": "9" * 40},
        {"post": "²"},
        {"post": "1\x00"},
        {"received": "-1"},
        {"received": "9" * 30},
        {"reason": '"; drop'},
        {"sender": "ip:nonsense"},
        {"sender": "ip:"},
        {"sender": "network:10.0.0.0/8"},
        {"sender": "host:\x00"},
        {"sender": "browser:x"},
        {"sender": "shoes:12"},
        {"before": "9" * 17 + ".comment.1"},
        {"before": "1.comment." + "9" * 40},
        {"before": "..."},
        {"after": "1.nonsense.1"},
        {"before": "1.comment.1", "after": "1.comment.1"},
        {"q": "\x00"},
        {"q": "a " * 400},
        {"q": "\ud800"},
        {"q": "'\"%_\\"},
        {"nonsense__in": "x"},
    ],
    ids=str,
)
def test_odd_addresses_never_break_the_inbox(admin, query):
    make_comment(status=Status.PENDING)
    query = {key: value.encode("utf-8", "replace").decode() for key, value in query.items()}
    assert admin.get(INBOX, query).status_code == 200


# --- From page to page ---


def test_pages_hold_every_row_once_whatever_goes_meanwhile(admin, monkeypatch):
    monkeypatch.setattr(views, "PAGE_SIZE", 3)
    rows = [make(status="pending") for make in (make_comment, make_trackback) * 4]
    for minutes, row in enumerate(rows):
        received(row, minutes=minutes // 3)
    first = look(admin)
    shown = listed(first)
    press(admin, shown[0], "spam")
    response = first
    while response.context["older"]:
        response = admin.get(f"{INBOX}?{response.context['older']}")
        shown += listed(response)
    assert len(shown) == len(rows)
    assert set(shown) == set(rows)
    back = admin.get(f"{INBOX}?{response.context['newer']}")
    assert listed(back) == shown[3:6]
    assert back.context["older"]


def test_a_page_from_which_all_has_gone_shows_the_first(admin):
    row = make_comment(status="pending")
    assert listed(look(admin, before="1.comment.1")) == [row]


# --- The old addresses ---


@both_kinds
def test_the_lists_of_each_kind_lead_to_the_inbox(admin, make):
    model = type(make())
    response = admin.get(address(model, "changelist"), {"status": "spam", "q": "a&b"})
    kind = model._meta.model_name
    assert response["Location"] == f"{INBOX}?status=spam&q=a%26b&kind={kind}"
