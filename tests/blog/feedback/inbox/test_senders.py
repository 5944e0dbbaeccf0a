"""The same sender: by what she is known again, what else she sent, and how she is blocked."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from blog.feedback.inbox.senders import Mark, in_network, read_mark
from blog.feedback.models import Status
from blog.models import BlockRule
from comments.models import Comment
from tests.blog.feedback.inbox_pages import (
    address,
    both_kinds,
    key,
    listed,
    look,
    said,
    status_of,
    undo,
)
from tests.factories import make_comment, make_trackback, make_user
from trackbacks.models import SourceRule

pytestmark = pytest.mark.django_db


def block(client, row, mark, **data):
    data = {"item": key(row), "mark": mark, "back": ""} | data
    return client.post(reverse("admin:inbox_block"), data, follow=True)


def relations(client, row):
    page = client.get(address(type(row), "change", row.pk))
    return {
        str(relation.mark): {status: n for status, _label, n in relation.history}
        for relation in page.context["relations"]
    }


@pytest.mark.parametrize(
    ("network", "inside", "outside"),
    [
        ("203.0.113.0/24", ["203.0.113.0", "203.0.113.255"], ["203.0.11.3", "203.0.114.1"]),
        (
            "2001:db8:0:1::/64",
            ["2001:db8:0:1::1", "2001:db8:0:1:a:b:c:d"],
            ["2001:db8:0:10::1", "2001:db8:0:2::1", "2001:db8::1"],
        ),
        (
            "2001:db8:1::/64",
            ["2001:db8:1::5", "2001:db8:1:0:a:b:c:d", "2001:db8:1::a:b:c"],
            ["2001:db8:1:1::5", "2001:db8:10::5"],
        ),
        ("2001:db8::/64", ["2001:db8::5", "2001:db8::a:b:c:d"], ["2001:db8:0:1::5", "2001:db9::1"]),
    ],
)
def test_a_network_holds_its_addresses_and_no_others(network, inside, outside):
    for ip in [*inside, *outside]:
        make_comment(ip=ip)
    found = Comment.objects.filter(in_network(network)).values_list("ip", flat=True)
    assert set(found) == set(inside)


@pytest.mark.parametrize("text", ["ip:203.0.113.7", "host:e.example", "email:a@b.example:c"])
def test_a_mark_is_read_as_it_was_written(text):
    assert str(read_mark(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "ip", "ip:", "ip:x", "network:203.0.0.0/16", "email:\x00", "shoe:12", "host:" + "x" * 301],
)
def test_nonsense_is_no_mark(text):
    assert read_mark(text) is None


def test_the_page_of_a_row_tells_what_else_its_sender_sent_of_both_kinds(admin):
    ann = {"email": "ann@example.org", "ip": "203.0.113.7", "url": "https://ann.example/a"}
    row = make_comment(status="pending", **ann)
    make_comment(status="spam", **ann)
    make_comment(email="ann@example.org", ip="198.51.100.1")
    make_comment(ip="203.0.113.9", url="http://ANN.example:80/b")
    make_comment(ip="198.51.100.1", url="https://ann.example.org/")
    make_trackback(ip="203.0.113.7", source="https://ann.example/c", status="removed")
    assert relations(admin, row) == {
        "email:ann@example.org": {"approved": 1, "spam": 1},
        "host:ann.example": {"approved": 1, "spam": 1, "removed": 1},
        "ip:203.0.113.7": {"spam": 1, "removed": 1},
        "network:203.0.113.0/24": {"approved": 1, "spam": 1, "removed": 1},
        f"browser:{row.pk}": {},
    }


def test_everything_of_a_sender_is_listed_behind_each_figure(admin):
    row = make_comment(email="ann@example.org", ip="203.0.113.7", url="https://ann.example/a")
    make_comment(email="ann@example.org", ip="198.51.100.1")
    make_trackback(ip="203.0.113.9", source="https://ann.example/c", status="spam")
    for mark, history in relations(admin, row).items():
        found = listed(look(admin, status="all", sender=mark))
        assert len(found) == sum(history.values()) + 1, mark


def test_who_was_forgotten_is_known_by_nothing(admin):
    row = make_comment(ip=None, url="")
    Comment.objects.update(email="", ip=None)
    assert relations(admin, row) == {f"browser:{row.pk}": {}}


# --- Blocking ---


@pytest.mark.parametrize(
    ("mark", "kind", "value"),
    [
        ("host:shoes.example", "host", "shoes.example"),
        ("ip:203.0.113.7", "network", "203.0.113.7/32"),
        ("network:203.0.113.0/24", "network", "203.0.113.0/24"),
        ("email:ann@shoes.example", "term", "ann@shoes.example"),
    ],
)
def test_a_comments_sender_is_blocked_and_what_waits_from_there_is_spam(
    admin, staff, mark, kind, value
):
    ann = {"email": "ann@shoes.example", "ip": "203.0.113.7", "url": "https://shoes.example/"}
    row, waits, shown = (make_comment(status=s, **ann) for s in ("approved", "pending", "approved"))
    other = make_comment(status="pending", ip="198.51.100.1")
    response = block(admin, row, mark)
    rule = BlockRule.objects.get()
    assert (rule.kind, rule.value, rule.by) == (kind, value, staff)
    assert [status_of(r) for r in (row, waits, shown, other)] == [
        "spam", "spam", "approved", "pending"
    ]  # fmt: skip
    assert "2 are spam now;" in said(response)
    undo(admin, row.records.last().batch)
    assert [status_of(r) for r in (row, waits)] == ["approved", "pending"]


def test_the_site_of_a_link_is_blocked_by_a_rule_for_links(admin):
    row, waits = (make_trackback(status="pending") for _ in range(2))
    block(admin, row, "host:other.example")
    assert SourceRule.objects.get().value == "other.example"
    assert not BlockRule.objects.exists()
    assert (status_of(row), status_of(waits)) == (Status.SPAM, Status.SPAM)


@both_kinds
@pytest.mark.parametrize("mark", ["", "host:innocent.example", "ip:198.51.100.9", "x"])
def test_only_what_a_row_bears_is_blocked_from_it(admin, make, mark):
    row = make(status="pending", ip="203.0.113.7")
    assert block(admin, row, mark).status_code == 400
    assert not BlockRule.objects.exists()


@pytest.mark.parametrize(("item", "answer"), [("comment-999999", 404), ("post-1", 403), ("x", 400)])
def test_nothing_is_blocked_from_no_row(admin, item, answer):
    row = make_comment(ip="203.0.113.7")
    assert block(admin, row, "ip:203.0.113.7", item=item).status_code == answer
    assert not BlockRule.objects.exists()


def test_who_may_moderate_but_make_no_rules_blocks_nothing(client):
    moderator = make_user(is_staff=True, is_superuser=False)
    names = ("view_comment", "change_comment", "view_trackback", "change_trackback")
    moderator.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(moderator)
    for row, mark in (
        (make_comment(status="pending", ip="203.0.113.7"), "ip:203.0.113.7"),
        (make_trackback(status="pending"), "host:other.example"),
    ):
        assert block(client, row, mark).status_code == 403
        assert status_of(row) == Status.PENDING
    assert all(row.blockable == [] for row in look(client).context["rows"])


def test_what_the_block_list_cannot_take_is_said(admin):
    row = make_comment(status="pending", url="https://localhost/")
    response = block(admin, row, "host:localhost")
    assert response.status_code == 200
    assert bool(BlockRule.objects.count()) == (status_of(row) == Status.SPAM)


def test_a_mark_has_a_name():
    assert str(Mark("ip", "203.0.113.7").label) == "same network address"
