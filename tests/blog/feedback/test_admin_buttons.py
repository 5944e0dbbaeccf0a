"""The buttons of a queue, for one row and for many: what they do, and to whom they lead back."""

import pytest
from django.test import Client

from blog.feedback import admin as feedback_admin
from blog.feedback import moderation
from blog.feedback.models import Status
from comments.models import Comment
from tests.blog.feedback.queue_pages import (
    act_on,
    address,
    both_kinds,
    moderate,
    queue_of,
    said,
    status_of,
)
from tests.factories import make_post
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
def test_a_button_leads_back_to_the_queue_it_stood_in(admin, make):
    row = make(status=Status.PENDING)
    response = moderate(admin, row, "approve", back="status=pending&p=1&q=a%26b")
    path, status = response.redirect_chain[-1]
    assert (path, status) == (f"{queue_of(row)}?status=pending&p=1&q=a%26b", 302)
    assert "approved." in said(response)
    assert address(type(row), "change", row.pk) in said(response)


@both_kinds
@pytest.mark.parametrize("back", ["", "//evil.example", "\r\nX: y", "\x00", "?" * 900])
def test_a_button_never_leads_elsewhere(admin, make, back):
    row = make(status=Status.PENDING)
    response = admin.post(address(type(row), "moderate", row.pk), {"do": "spam", "back": back})
    assert response.status_code == 302
    assert response["Location"].startswith(queue_of(row) + "?")


@both_kinds
def test_a_button_of_a_row_that_somebody_else_changed_says_so(admin, make):
    row = make(status=Status.APPROVED)
    records = row.records.count()
    response = moderate(admin, row, "approve")
    assert "Nothing changed" in said(response)
    assert row.records.count() == records


@both_kinds
@pytest.mark.parametrize("do", ["", "delete", "approve\x00", "APPROVE", "x" * 5000])
def test_an_unknown_thing_to_do_is_refused(admin, make, do):
    row = make(status=Status.PENDING)
    response = admin.post(address(type(row), "moderate", row.pk), {"do": do})
    assert response.status_code == 400
    assert status_of(row) == Status.PENDING


@pytest.mark.parametrize("model", [Comment, Trackback])
@pytest.mark.parametrize("pk", [404, 10**18, 10**40])
def test_a_row_that_does_not_exist_cannot_be_moderated(admin, model, pk):
    url = address(model).rstrip("/") + f"/{pk}/moderate/"
    assert admin.post(url, {"do": "approve"}).status_code == 404


@both_kinds
def test_looking_at_a_button_changes_nothing(admin, make):
    row = make(status=Status.PENDING)
    assert admin.get(address(type(row), "moderate", row.pk), {"do": "spam"}).status_code == 405
    assert status_of(row) == Status.PENDING


@both_kinds
def test_a_button_of_another_site_is_refused(staff, make):

    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    row = make(status=Status.PENDING)
    response = client.post(address(type(row), "moderate", row.pk), {"do": "approve"})
    assert response.status_code == 403
    assert status_of(row) == Status.PENDING


@both_kinds
@pytest.mark.parametrize(
    ("action", "after"),
    [
        ("approve", Status.APPROVED),
        ("hold", Status.PENDING),
        ("spam", Status.SPAM),
        ("remove", Status.REMOVED),
    ],
)
def test_those_that_are_picked_change_together(admin, staff, make, action, after):
    before = Status.APPROVED if action == "hold" else Status.PENDING
    post = make_post()
    picked = [make(post, status=before) for _ in range(3)]
    left = make(post, status=before)
    response = act_on(admin, picked, action, f"?status={before}")
    assert {status_of(row) for row in picked} == {after}
    assert status_of(left) == before
    assert said(response).startswith("3 ")
    assert {row.records.last().by for row in picked} == {staff}
    post.refresh_from_db()
    shown = [row for row in [*picked, left] if status_of(row) == Status.APPROVED]
    assert getattr(post, left.post_counter) == len(shown)


@both_kinds
def test_many_are_restored_each_to_where_it_was(admin, make):
    shown, held = make(status=Status.APPROVED), make(status=Status.PENDING)
    moderation.mark_as_spam(type(shown).objects.all())
    act_on(admin, [shown, held], "restore", "?status=spam")
    assert (status_of(shown), status_of(held)) == (Status.APPROVED, Status.PENDING)


@both_kinds
def test_the_message_counts_those_that_really_changed(admin, make):
    rows = [make(status=Status.PENDING), make(status=Status.APPROVED)]
    response = act_on(admin, rows, "approve", "?status=all")
    assert said(response).startswith("1 ")
    assert "1 needed no change." in said(response)
    assert "Nothing changed" in said(act_on(admin, rows, "approve", "?status=all"))


@both_kinds
def test_the_second_of_several_buttons_is_the_one_that_counts(admin, make):
    row = make(status=Status.PENDING)
    data = {"action": ["approve", "spam", "remove"], "index": 1, "_selected_action": row.pk}
    admin.post(queue_of(row), data)
    assert status_of(row) == Status.SPAM


@both_kinds
def test_all_pages_of_a_queue_can_be_picked_at_once(admin, make, monkeypatch):
    from django.contrib import admin as django_admin

    rows = [make(status=Status.PENDING) for _ in range(3)]
    other = make(status=Status.SPAM)
    monkeypatch.setattr(django_admin.site.get_model_admin(type(other)), "list_per_page", 1)
    act_on(admin, rows[:1], "remove", select_across=1)
    assert {status_of(row) for row in rows} == {Status.REMOVED}
    assert status_of(other) == Status.SPAM


@both_kinds
def test_a_long_queue_is_changed_in_several_goes_and_counted_once(admin, make, monkeypatch):
    monkeypatch.setattr(feedback_admin, "BATCH", 2)
    post = make_post()
    rows = [make(post, status=Status.PENDING) for _ in range(5)]
    response = act_on(admin, rows, "approve")
    assert said(response).startswith("5 ")
    post.refresh_from_db()
    assert getattr(post, rows[0].post_counter) == 5


@both_kinds
def test_picking_nothing_changes_nothing_and_says_so(admin, make):
    row = make(status=Status.PENDING)
    response = admin.post(queue_of(row), {"action": "spam", "index": 0}, follow=True)
    assert "must be selected" in said(response)
    assert status_of(row) == Status.PENDING


@both_kinds
@pytest.mark.parametrize(
    "crafted",
    [
        {"_selected_action": "9" * 40},
        {"_selected_action": "1\x00"},
        {"_selected_action": "-1"},
        {"_selected_action": "one"},
        {"_selected_action": "٣"},
        {"index": "9" * 5000},
        {"index": "-9"},
        {"index": str(10**30)},
        {"action": "delete_selected"},
        {"action": "nonsense\x00"},
        {"_save": "1", "form-TOTAL_FORMS": "x"},
    ],
    ids=str,
)
def test_crafted_forms_never_break_a_queue(admin, make, crafted):
    row = make(status=Status.PENDING)
    data = {"action": "approve", "index": 0, "_selected_action": 10**15} | crafted
    response = admin.post(queue_of(row), data, follow=True)
    assert response.status_code in {200, 400}
    assert status_of(row) == Status.PENDING
