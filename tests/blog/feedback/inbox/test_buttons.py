"""The buttons of the inbox, for one row and for many: what they do, and where they lead back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.feedback import moderation
from blog.feedback.inbox import actions, views
from blog.feedback.models import Status
from comments.editing import edit_own
from comments.models import Comment
from tests.blog.feedback.inbox_pages import (
    INBOX,
    act_on,
    address,
    both_kinds,
    key,
    look,
    moderate,
    press,
    said,
    status_of,
)
from tests.factories import make_comment, make_post, make_submission, make_trackback
from trackbacks.models import Trackback

pytestmark = pytest.mark.django_db


@both_kinds
@pytest.mark.parametrize(
    ("before", "do", "after"),
    [
        (Status.PENDING, "approve", Status.APPROVED),
        (Status.PENDING, "spam", Status.SPAM),
        (Status.APPROVED, "hold", Status.PENDING),
        (Status.APPROVED, "remove", Status.REMOVED),
        (Status.SPAM, "approve", Status.APPROVED),
    ],
)
def test_a_button_changes_its_row_and_the_count_of_the_post(admin, make, before, do, after):
    row, other = make(status=before), make(status=before)
    moderate(admin, row, do)
    assert (status_of(row), status_of(other)) == (after, before)
    row.post.refresh_from_db()
    assert getattr(row.post, row.post_counter) == (after == Status.APPROVED)
    record = row.records.last()
    assert (record.old_status, record.new_status) == (before, after)
    assert record.by.username == "rosa"


@both_kinds
def test_restoring_undoes_the_last_change(admin, make):
    row = make(status=Status.APPROVED)
    moderate(admin, row, "spam")
    moderate(admin, row, "restore")
    assert status_of(row) == Status.APPROVED


@both_kinds
def test_the_word_of_the_moderator_is_kept_in_the_record(admin, make):
    row = make(status=Status.PENDING)
    moderate(admin, row, "remove", why=" Off\x00 the\nsubject. " + "x" * 400)
    assert row.records.last().why.startswith("Off the subject. x")
    assert "Off the subject." in admin.get(address(type(row), "change", row.pk)).content.decode()


@both_kinds
@pytest.mark.parametrize("use", [moderate, press], ids=["on its page", "in the inbox"])
def test_a_button_of_a_row_changes_that_row_alone(admin, make, use):
    row, other = make(status=Status.PENDING), make(status=Status.PENDING)
    response = use(admin, row, "approve")
    assert (status_of(row), status_of(other)) == (Status.APPROVED, Status.PENDING)
    assert said(response).startswith("1 ")


def test_the_button_of_a_row_leaves_alone_what_is_ticked_elsewhere(admin):
    row, ticked = make_comment(status="pending"), make_comment(status="pending")
    press(admin, row, "spam", item=key(ticked), across="1")
    assert (status_of(row), status_of(ticked)) == (Status.SPAM, Status.PENDING)


@both_kinds
def test_a_button_leads_back_to_the_list_it_stood_in_and_to_the_row(admin, make):
    row = make(status=Status.PENDING)
    response = press(admin, row, "approve", back="status=pending&q=a%26b")
    assert response.redirect_chain[-1] == (f"{INBOX}?status=pending&q=a%26b", 302)
    assert "approved." in said(response)
    assert address(type(row), "change", row.pk) in said(response)


@both_kinds
@pytest.mark.parametrize("back", ["", "//evil.example", "\r\nX: y", "\x00", "?" * 900])
def test_a_button_never_leads_elsewhere(admin, make, back):
    row = make(status=Status.PENDING)
    data = {"do": f"spam {key(row)}", "back": back}
    response = admin.post(reverse("admin:inbox_moderate"), data)
    assert response.status_code == 302
    assert response["Location"].startswith(INBOX + "?")


@both_kinds
def test_a_button_of_a_row_that_somebody_else_changed_says_so(admin, make):
    row = make(status=Status.APPROVED)
    records = row.records.count()
    response = press(admin, row, "approve")
    assert "Nothing changed" in said(response)
    assert row.records.count() == records


@both_kinds
@pytest.mark.parametrize("do", ["", "delete", "approve\x00", "APPROVE", "x" * 5000])
def test_an_unknown_thing_to_do_is_refused(admin, make, do):
    row = make(status=Status.PENDING)
    response = admin.post(address(type(row), "moderate", row.pk), {"do": do})
    assert response.status_code == 400
    assert act_on(admin, [row], do).status_code == 400
    assert status_of(row) == Status.PENDING


@pytest.mark.parametrize("model", [Comment, Trackback])
@pytest.mark.parametrize("pk", [404, 10**18, 10**40])
def test_a_row_that_does_not_exist_cannot_be_moderated(admin, model, pk):
    url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{pk}/moderate/"
    assert admin.post(url, {"do": "approve"}).status_code == 404


@both_kinds
def test_looking_at_a_button_changes_nothing(admin, make):
    row = make(status=Status.PENDING)
    for page in (address(type(row), "moderate", row.pk), reverse("admin:inbox_moderate")):
        assert admin.get(page, {"do": f"spam {key(row)}"}).status_code == 405
    assert status_of(row) == Status.PENDING


@both_kinds
def test_a_button_of_another_site_is_refused(staff, make):
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    row = make(status=Status.PENDING)
    assert moderate(client, row, "approve").status_code == 403
    assert press(client, row, "approve").status_code == 403
    assert status_of(row) == Status.PENDING


@both_kinds
@pytest.mark.parametrize(
    ("do", "after"),
    [
        ("approve", Status.APPROVED),
        ("hold", Status.PENDING),
        ("spam", Status.SPAM),
        ("remove", Status.REMOVED),
    ],
)
def test_those_that_are_ticked_change_together(admin, staff, make, do, after):
    before = Status.APPROVED if do == "hold" else Status.PENDING
    post = make_post()
    ticked = [make(post, status=before) for _ in range(3)]
    left = make(post, status=before)
    response = act_on(admin, ticked, do)
    assert {status_of(row) for row in ticked} == {after}
    assert status_of(left) == before
    assert said(response).startswith("3 ")
    assert {row.records.last().by for row in ticked} == {staff}
    assert len({row.records.last().batch for row in ticked}) == 1
    post.refresh_from_db()
    shown = [row for row in [*ticked, left] if status_of(row) == Status.APPROVED]
    assert getattr(post, left.post_counter) == len(shown)


def test_both_kinds_are_ticked_and_changed_together(admin):
    rows = [
        make_comment(status="pending"),
        make_comment(status="pending"),
        make_trackback(status="pending"),
    ]
    response = act_on(admin, rows, "approve")
    assert {status_of(row) for row in rows} == {Status.APPROVED}
    assert "2 comments and 1 trackback approved." in said(response)
    assert len({row.records.last().batch for row in rows}) == 1


@both_kinds
def test_many_are_restored_each_to_where_it_was(admin, make):
    shown, held = make(status=Status.APPROVED), make(status=Status.PENDING)
    moderation.mark_as_spam(type(shown).objects.all())
    act_on(admin, [shown, held], "restore")
    assert (status_of(shown), status_of(held)) == (Status.APPROVED, Status.PENDING)


@both_kinds
def test_the_message_counts_those_that_really_changed(admin, make):
    rows = [make(status=Status.PENDING), make(status=Status.APPROVED)]
    response = act_on(admin, rows, "approve")
    assert said(response).startswith("1 ")
    assert "1 needed no change." in said(response)
    assert "Nothing changed" in said(act_on(admin, rows, "approve"))


def test_all_pages_of_a_list_are_changed_at_once(admin, monkeypatch):
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    rows = [make(status="pending") for make in (make_comment, make_trackback) * 2]
    other = make_comment(status=Status.SPAM)
    page = look(admin)
    assert len(page.context["rows"]) == 2
    act_on(admin, [], "remove", across="1", seen=page.context["seen"], back=page.context["here"])
    assert {status_of(row) for row in rows} == {Status.REMOVED}
    assert status_of(other) == Status.SPAM


def test_what_is_narrowed_or_came_after_the_page_is_not_changed_with_all(admin):
    heron, wren = (make_comment(status="pending", text=text) for text in ("Heron", "Wren"))
    late = make_comment(status="pending", text="Heron")
    seen = timezone.now()
    Comment.objects.filter(pk=late.pk).update(created_at=seen + timedelta(seconds=1))
    act_on(admin, [], "spam", across="1", seen=seen.isoformat(), back="status=pending&q=heron")
    assert [status_of(row) for row in (heron, wren, late)] == ["spam", "pending", "pending"]


def tick(client, row, do, **data):
    return act_on(client, [row], do, **data)


@pytest.mark.parametrize("use", [moderate, press, tick])
def test_words_that_were_changed_after_they_were_read_are_not_approved(admin, use):
    comment = make_comment(status=Status.PENDING)
    seen = look(admin).context["seen"]
    edit_own(comment, make_submission(text="Buy from me instead"), is_known=False)
    assert "read it again" in said(use(admin, comment, "approve", seen=seen))
    assert status_of(comment) == Status.PENDING
    use(admin, comment, "approve", seen=look(admin).context["seen"])
    assert status_of(comment) == Status.APPROVED


def test_of_many_only_those_that_were_read_are_approved(admin):
    comments = [make_comment(status=Status.PENDING) for _ in range(3)]
    page = look(admin)
    edit_own(comments[0], make_submission(text="Buy from me instead"), is_known=False)
    response = act_on(admin, [], "approve", across="1", seen=page.context["seen"])
    assert "2 comments approved" in said(response)
    assert [status_of(row) for row in comments] == ["pending", "approved", "approved"]


@both_kinds
def test_many_are_changed_in_several_goes_and_counted_once(admin, make, monkeypatch):
    monkeypatch.setattr(actions, "CHUNK", 2)
    post = make_post()
    rows = [make(post, status=Status.PENDING) for _ in range(5)]
    response = act_on(admin, rows, "approve")
    assert said(response).startswith("5 ")
    assert len({row.records.last().batch for row in rows}) == 1
    post.refresh_from_db()
    assert getattr(post, rows[0].post_counter) == 5


def test_ticking_nothing_changes_nothing_and_says_so(admin):
    row = make_comment(status=Status.PENDING)
    assert "Tick what you mean first" in said(act_on(admin, [], "spam"))
    assert status_of(row) == Status.PENDING


@pytest.mark.parametrize(
    ("crafted", "answer"),
    [
        ({"item": "comment-" + "9" * 40}, 400),
        ({"item": "comment-1\x00"}, 400),
        ({"item": "comment--1"}, 400),
        ({"item": "comment"}, 400),
        ({"item": "comment-٣"}, 400),
        ({"item": "post-1"}, 403),
        ({"item": "\x00-1"}, 403),
        ({"do": "approve post-1"}, 403),
        ({"do": "approve comment-x"}, 400),
        ({"item": "comment-999999999"}, 200),
        ({"across": "1"}, 400),
        ({"across": "1", "seen": "yesterday"}, 400),
        ({"across": "1", "seen": "2026-13-45T00:00:00Z"}, 400),
        ({"across": "1", "seen": "2026-01-01T00:00:00"}, 400),
    ],
    ids=str,
)
def test_crafted_forms_never_break_the_inbox(admin, crafted, answer):
    row = make_comment(status=Status.PENDING)
    data = {"do": "approve", "back": ""} | crafted
    response = admin.post(reverse("admin:inbox_moderate"), data, follow=True)
    assert response.status_code == answer
    assert status_of(row) == Status.PENDING
