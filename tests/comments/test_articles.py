"""What is kept of a printed comment is what would be printed anew."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.utils import timezone as zones
from django.utils import translation

from blog.look import current_look
from comments import articles
from comments.articles import Style, article
from comments.shown import Shown
from comments.threads import Node

CALLED = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
COMMENT = Shown(
    pk=7, path="0000000007", parent_id=None, user_id=None, name="Ann", email="ann@example.com",
    url="", html="<p>Words.</p>", created_at=CALLED, is_edited_by_staff=False,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_kept():
    articles._kept.cache_clear()


def printed(comment=COMMENT, *, answers=None, number=1, may_reply=True, has_avatars=True):
    style = Style(may_reply=may_reply, has_avatars=has_avatars, look=current_look())
    return article(Node(comment.pk, 1, comment, number=number, answers=answers), style)


CHANGES = [
    {"name": "Bob"}, {"url": "https://ann.example/"}, {"html": "<p>Other words.</p>"},
    {"user_id": 3}, {"is_edited_by_staff": True}, {"email": "other@example.com"},
    {"created_at": CALLED + timedelta(minutes=1)}, {"pk": 8},
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_whatever_changes_in_a_comment_is_seen(change):
    changed = COMMENT._replace(**change)
    first, then = printed(), printed(changed)
    assert first != then
    articles._kept.cache_clear()
    assert printed(changed) == then
    assert printed() == first


@pytest.mark.parametrize(
    "other", [{"number": 2}, {"answers": COMMENT}, {"may_reply": False}, {"has_avatars": False}]
)
def test_where_it_stands_and_how_is_seen(other):
    first, then = printed(), printed(**other)
    assert first != then
    articles._kept.cache_clear()
    assert printed(**other) == then


def test_another_zone_and_another_language_are_seen():
    first = printed()
    with zones.override(timezone(timedelta(hours=1))):
        assert "March 2, 2026" in printed()
    with translation.override("de"):
        assert "1. März 2026" in printed()
    assert printed() == first


def test_a_comment_is_printed_once_while_it_stays_the_same():
    assert printed() is printed(Shown(*COMMENT))
    assert articles._kept.cache_info().hits == 1


def test_a_long_comment_is_not_kept():
    long = COMMENT._replace(html=f"<p>{'x' * articles._LONGEST_KEPT}</p>")
    assert printed(long) == printed(long)
    assert articles._kept.cache_info().currsize == 0


def test_only_the_place_of_one_that_is_not_shown_is_kept():
    assert article(Node(7, 1), Style(may_reply=True, has_avatars=True, look=current_look())) is None
