"""The audit trail as a page: who did what, when and why, the newest first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog.feedback import moderation
from blog.feedback.inbox import trail
from comments.models import Comment
from tests.blog.feedback.inbox_pages import act_on, moderate, press, status_of, undo
from tests.factories import make_comment, make_trackback, make_user

pytestmark = pytest.mark.django_db

TRAIL = reverse("admin:inbox_trail")


def entries(client, **query):
    return client.get(TRAIL, query).context["entries"]


def test_it_tells_who_did_what_when_and_why(admin):
    row = make_comment(status="pending", author_name="Ann")
    moderate(admin, row, "spam", why="Sells shoes.")
    text = admin.get(TRAIL).content.decode()
    for words in ("by rosa", "Sells shoes.", "Ann: ", "by the rules of the blog", row.post.title):
        assert words in text
    assert reverse("admin:comments_comment_change", args=[row.pk]) in text


def test_what_was_done_at_once_is_one_entry_a_kind(admin):
    rows = [make_comment(status="pending") for _ in range(7)] + [make_trackback(status="pending")]
    act_on(admin, rows, "approve")
    first, second = entries(admin)[:2]
    assert {len(first.records), len(second.records)} == {7, 1}
    assert "and 2 more" in admin.get(TRAIL).content.decode()


def test_what_stands_can_be_taken_back_from_here(admin):
    row = make_comment(status="pending")
    press(admin, row, "approve")
    assert [entry.can_undo for entry in entries(admin)] == [True, False]
    response = undo(admin, row.records.last().batch, trail="1")
    assert response.redirect_chain[-1][0] == TRAIL
    assert status_of(row) == "pending"
    assert [entry.can_undo for entry in entries(admin)] == [False, False, False]


def test_what_its_sender_did_is_told(admin):
    row = make_comment()
    moderation.remove(Comment.objects.filter(pk=row.pk), by_sender=True, why="Withdrawn.")
    assert "by whoever sent it" in admin.get(TRAIL).content.decode()


def test_pages_hold_each_record_once(admin, monkeypatch):
    monkeypatch.setattr(trail, "PAGE_SIZE", 3)
    for make in (make_comment, make_trackback) * 4:
        make(status="pending")
    shown, older = [], ""
    while True:
        page = admin.get(TRAIL, {"before": older}).context
        shown += [
            (entry.kind.name, record.pk) for entry in page["entries"] for record in entry.records
        ]
        older = page["older"]
        if not older:
            break
    assert len(shown) == len(set(shown)) == 8


def test_ten_times_the_records_cost_the_same_queries(admin):
    def cost(number):
        for _ in range(number):
            press(admin, make_comment(status="pending"), "spam")
            make_trackback()
        with CaptureQueriesContext(connection) as queries:
            admin.get(TRAIL)
        return len(queries)

    assert cost(2) == cost(18) < 20


@pytest.mark.parametrize(
    "odd", ["x", "comment-x", "comment-" + "9" * 40, "nonsense-1", "\x00", "."]
)
def test_odd_addresses_never_break_it(admin, odd):
    make_comment()
    assert admin.get(TRAIL, {"before": odd}).status_code == 200


def test_others_see_nothing(client):
    client.force_login(make_user(is_staff=True, is_superuser=False))
    assert client.get(TRAIL).status_code == 403
