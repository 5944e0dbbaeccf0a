"""Taking back in the inbox: exactly, once, of one row or of hundreds of both kinds."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from blog.feedback import moderation
from blog.feedback.inbox import actions
from blog.feedback.inbox.kinds import kinds_for
from blog.feedback.models import Status
from blog.models import LearntToken, Post
from comments.models import Comment, CommentLesson, CommentRecord
from tests.blog.feedback.inbox_pages import (
    INBOX,
    act_on,
    both_kinds,
    look,
    press,
    said,
    status_of,
    undo,
)
from tests.factories import make_comment, make_post, make_trackback, make_user
from trackbacks.models import Trackback, TrackbackLesson

pytestmark = pytest.mark.django_db


def last_done(client):
    return look(client).context["last_done"]


def undo_last(client):
    return undo(client, last_done(client).batch)


def everything():
    """All that moderation changes: statuses, what posts count, what the classifier has learnt."""
    lessons = (CommentLesson.objects, TrackbackLesson.objects)
    tokens = LearntToken.objects.exclude(ham=0, spam=0)
    return {
        "comments": set(Comment.objects.values_list("pk", "status", "settled_under")),
        "links": set(Trackback.objects.values_list("pk", "status")),
        "counts": set(Post.objects.values_list("pk", "comment_count", "trackback_count")),
        "learnt": set(tokens.values_list("token", "ham", "spam")),
        "lessons": [
            set(rows.filter(is_counted=True).values_list("item_id", "is_spam")) for rows in lessons
        ],
    }


def fill(number):
    """Make `number` rows of both kinds, on ten posts, of every status; the most wait."""
    chance = random.Random(number)
    posts = [make_post() for _ in range(10)]
    ways = [Status.PENDING] * 6 + [Status.APPROVED, Status.SPAM, Status.REMOVED]
    Comment.objects.bulk_create(
        Comment(post=chance.choice(posts), name=f"Reader {n}", body=f"Words {n % 50} of mine",
                status=chance.choice(ways))
        for n in range(number)
    )  # fmt: skip
    Trackback.objects.bulk_create(
        Trackback(post=chance.choice(posts), source=f"https://e.example/{n}", title=f"Title {n}",
                  source_host="e.example", protocol="trackback", status=chance.choice(ways))
        for n in range(number)
    )  # fmt: skip
    for model in (Comment, Trackback):
        moderation.refresh_counts(model, [post.pk for post in posts])


def test_500_that_wait_are_decided_and_taken_back_exactly_in_few_queries(admin, staff):
    fill(400)
    # Something is learnt already, of words that others have too.
    some = Comment.objects.filter(pk__in=[row.pk for row in Comment.objects.pending()[:30]])
    moderation.mark_as_spam(some, by=staff)
    before = everything()
    waiting = sum(model.objects.pending().count() for model in (Comment, Trackback))
    assert waiting > 500

    for do in ("approve", "spam", "remove"):
        seen = timezone.now().isoformat()
        with CaptureQueriesContext(connection) as queries:
            response = act_on(admin, [], do, across="1", seen=seen, back="status=pending")
        assert not Comment.objects.pending().exists()
        assert not Trackback.objects.pending().exists()
        assert len(queries) < 80, "the page that follows included"
        assert everything() != before
        assert sum(last_done(admin).changed.values()) == waiting
        with CaptureQueriesContext(connection) as queries:
            response = undo_last(admin)
        assert len(queries) < 80
        assert everything() == before, do
        assert "Taken back: " in said(response)


def test_a_mixed_lot_goes_back_each_row_to_where_it_was(admin):
    fill(60)
    before = everything()
    seen = timezone.now().isoformat()
    act_on(admin, [], "spam", across="1", seen=seen, back="status=all")
    assert last_done(admin).how == "spam"
    undo_last(admin)
    assert everything() == before


def test_several_steps_are_taken_back_one_after_the_other(admin):
    row = make_comment(status="pending")
    states = [everything()]
    for do in ("approve", "spam", "approve", "remove"):
        press(admin, row, do)
        states.append(everything())
    for state in reversed(states[:-1]):
        undo_last(admin)
        assert everything() == state
    assert last_done(admin) is None


@both_kinds
def test_what_was_done_last_is_told_with_a_button(admin, make):
    rows = [make(status="pending") for _ in range(2)]
    act_on(admin, rows, "approve")
    text = look(admin, status="all").content.decode()
    assert f"Your last: 2 {rows[0]._meta.verbose_name_plural}: approved" in text
    assert f'name="batch" value="{rows[0].records.last().batch}"' in text


def test_taking_back_twice_changes_nothing_more_and_says_so(admin):
    row = make_comment(status="pending")
    press(admin, row, "approve")
    batch = last_done(admin).batch
    undo(admin, batch)
    assert "Nothing was left to take back." in said(undo(admin, batch))
    assert status_of(row) == Status.PENDING


def test_what_somebody_else_changed_since_stays(admin):
    mine, hers = make_comment(status="pending"), make_comment(status="pending")
    act_on(admin, [mine, hers], "approve")
    batch = last_done(admin).batch
    moderation.mark_as_spam(Comment.objects.filter(pk=hers.pk), by=make_user(is_staff=True))
    assert last_done(admin).changed[kinds_for(make_user(is_staff=True))[0]] == 1
    assert "Taken back: 1 comment." in said(undo(admin, batch))
    assert (status_of(mine), status_of(hers)) == (Status.PENDING, Status.SPAM)


def test_what_somebody_else_did_last_is_not_offered(admin):
    press(admin, make_comment(status="pending"), "approve")
    moderation.remove(Comment.objects.all(), by=make_user(is_staff=True), batch=uuid4())
    assert last_done(admin) is None


def test_what_was_done_yesterday_is_not_offered(admin):
    press(admin, make_comment(status="pending"), "approve")
    CommentRecord.objects.update(at=timezone.now() - timedelta(hours=25))
    assert last_done(admin) is None


def test_an_answer_is_taken_back_with_the_approval_it_gave(admin):
    held = make_comment(status="pending")
    before = everything()
    data = {"body": "Thank you.", "back": ""}
    admin.post(reverse("admin:comments_comment_reply", args=[held.pk]), data)
    assert status_of(held) == Status.APPROVED
    undo_last(admin)
    answer = held.replies.get()
    assert (status_of(held), status_of(answer)) == (Status.PENDING, Status.REMOVED)
    after = everything()
    after["comments"] = {row for row in after["comments"] if row[0] != answer.pk}
    assert after == before


def test_that_no_answer_is_needed_is_taken_back_too(admin):
    asked = make_comment(text="Do owls sleep?")
    response = look(admin, status="unanswered")
    assert [row.item for row in response.context["rows"]] == [asked]
    assert "1 comment put by without an answer." in said(press(admin, asked, "settle"))
    assert look(admin, status="unanswered").context["rows"] == []
    assert last_done(admin).how == "put by without an answer"
    assert "Taken back: 1 comment." in said(undo_last(admin))
    assert len(look(admin, status="unanswered").context["rows"]) == 1


def test_an_edit_is_what_was_done_last_and_is_taken_back_with_what_was_learnt(admin):
    row = make_comment(status="pending", text="Owls slepe")
    press(admin, row, "approve")
    before = everything()
    fields = {"name": row.name, "url": "", "body": "Owls sleep", "back": ""}
    admin.post(reverse("admin:comments_comment_change", args=[row.pk]), fields)
    assert last_done(admin).how == "edited"
    assert everything() != before
    undo_last(admin)
    row.refresh_from_db()
    assert row.body == "Owls slepe"
    assert everything() == before
    assert last_done(admin).how == "approved"


def test_what_a_failure_in_the_middle_left_is_taken_back(admin, monkeypatch):
    monkeypatch.setattr(actions, "CHUNK", 2)
    rows = [make_comment(status="pending") for _ in range(5)]
    before, calls = everything(), []
    change = moderation.change_status

    def fail_at_third(*args, **trail):
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("the power went")
        return change(*args, **trail)

    monkeypatch.setattr(moderation, "change_status", fail_at_third)
    with pytest.raises(RuntimeError):
        act_on(admin, rows, "approve")
    monkeypatch.undo()
    assert Comment.objects.approved().count() == 4
    assert "Taken back: 4 comments." in said(undo_last(admin))
    assert everything() == before


@pytest.mark.parametrize("batch", ["", "x", "1", "\x00", "9" * 400])
def test_a_batch_that_cannot_be_is_refused(admin, batch):
    assert undo(admin, batch).status_code == 400


def test_looking_takes_nothing_back(admin):
    row = make_comment(status="pending")
    press(admin, row, "approve")
    batch = last_done(admin).batch
    assert admin.get(reverse("admin:inbox_undo"), {"batch": str(batch)}).status_code == 405
    assert status_of(row) == Status.APPROVED


def test_who_may_only_look_takes_nothing_back(client, admin, staff):
    from tests.blog.feedback.test_admin_rows import permitted

    row = make_trackback(status="pending")
    press(admin, row, "approve")
    batch = last_done(admin).batch
    client.force_login(permitted("view_trackback", "view_comment"))
    assert undo(client, batch).status_code == 403
    assert client.get(INBOX).context["last_done"] is None
    client.force_login(permitted("view_trackback", "change_comment"))
    assert "Nothing was left" in said(undo(client, batch))
    assert status_of(row) == Status.APPROVED
