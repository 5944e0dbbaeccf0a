"""The queues of both kinds of feedback: what is listed, what its buttons do, who may press them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from blog.feedback import admin as feedback_admin
from blog.feedback import moderation
from blog.feedback.filters import REASONS
from blog.feedback.models import Status
from comments.models import Comment
from tests.factories import make_comment, make_post, make_trackback, make_user
from trackbacks.models import Trackback

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]

KINDS = [make_comment, make_trackback]
both_kinds = pytest.mark.parametrize("make", KINDS, ids=["comments", "trackbacks"])


@pytest.fixture
def staff():
    return make_user("rosa", is_staff=True)


@pytest.fixture
def admin(client, staff):
    client.force_login(staff)
    return client


def address(model, page="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def queue_of(row):
    return address(type(row))


def listed(response):
    return [row.item.pk for row in response.context["cl"].rows]


def moderate(client, row, do, **data):
    return client.post(address(type(row), "moderate", row.pk), {"do": do} | data, follow=True)


def act_on(client, rows, action, query="", **data):
    """Press a bulk button as the page sends it: the names of all, and the number of one."""
    data = {"action": action, "index": 0, "_selected_action": [row.pk for row in rows]} | data
    return client.post(queue_of(rows[0]) + query, data, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def status_of(row):
    row.refresh_from_db()
    return row.status


# --- What a queue shows ---


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


# --- Filters and search ---


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


# --- Buttons of one row ---


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
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    row = make(status=Status.PENDING)
    response = client.post(address(type(row), "moderate", row.pk), {"do": "approve"})
    assert response.status_code == 403
    assert status_of(row) == Status.PENDING


# --- Buttons for many ---


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


# --- The page of one row ---


@both_kinds
def test_the_page_of_a_row_tells_who_did_what_when_and_why(admin, make):
    row = make(status=Status.PENDING)
    moderate(admin, row, "spam", why="Sells shoes.")
    text = admin.get(address(type(row), "change", row.pk)).content.decode()
    assert "Sells shoes." in text
    assert "by rosa" in text
    assert "by the rules" in text
    assert row.post.title in text


@both_kinds
def test_the_page_of_a_row_leads_to_the_next_that_waits(admin, make):
    rows = [make(status=Status.PENDING) for _ in range(3)]
    page = admin.get(address(type(rows[1]), "change", rows[1].pk))
    assert page.context["next_waiting"].pk == rows[0].pk
    page = admin.get(address(type(rows[0]), "change", rows[0].pk))
    assert page.context["next_waiting"].pk == rows[2].pk


@both_kinds
def test_the_only_row_that_waits_has_no_next(admin, make):
    row = make(status=Status.PENDING)
    assert admin.get(address(type(row), "change", row.pk)).context["next_waiting"] is None


@both_kinds
@pytest.mark.parametrize("odd", ["404", "9" * 40, "_00", "x", "1_00"])
def test_the_page_of_no_row_leads_away(admin, make, odd):
    row = make()
    url = address(type(row)).rstrip("/") + f"/{odd}/change/"
    response = admin.get(url, follow=True)
    assert response.status_code in {200, 404}


@both_kinds
def test_the_status_is_no_field_that_can_be_sent(admin, make):
    row = make(status=Status.PENDING)
    data = {"status": "approved", "name": "Ann", "body": "Words", "url": ""}
    response = admin.post(address(type(row), "change", row.pk), data)
    assert response.status_code in {302, 405}
    assert status_of(row) == Status.PENDING


# --- Who may ---


def permitted(*codenames):
    user = make_user(is_staff=True, is_superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


@both_kinds
def test_who_may_only_look_sees_no_button_and_can_press_none(client, make):
    row = make(status=Status.PENDING)
    client.force_login(permitted(f"view_{row._meta.model_name}"))
    for page in (queue_of(row), address(type(row), "change", row.pk)):
        response = client.get(page)
        assert response.status_code == 200
        assert "queue-button--" not in response.content.decode()
        assert "<textarea" not in response.content.decode()
    assert moderate(client, row, "approve").status_code == 403
    assert act_on(client, [row], "approve").status_code == 403
    assert client.post(address(type(row), "change", row.pk), {}).status_code in {403, 405}
    assert status_of(row) == Status.PENDING


@both_kinds
def test_who_may_change_may_moderate(client, make):
    row = make(status=Status.PENDING)
    name = row._meta.model_name
    client.force_login(permitted(f"view_{name}", f"change_{name}"))
    moderate(client, row, "approve")
    assert status_of(row) == Status.APPROVED


@both_kinds
def test_other_staff_see_nothing(client, make):
    row = make(status=Status.PENDING)
    client.force_login(permitted("view_post"))
    assert client.get(queue_of(row)).status_code == 403
    assert client.get(address(type(row), "change", row.pk)).status_code == 403
    assert moderate(client, row, "approve").status_code == 403


@both_kinds
def test_readers_are_asked_to_log_in(client, make):
    row = make(status=Status.PENDING)
    client.force_login(make_user())
    response = client.post(address(type(row), "moderate", row.pk), {"do": "approve"})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))
    assert status_of(row) == Status.PENDING


@both_kinds
def test_nothing_is_deleted_for_good(admin, make):
    row = make()
    response = admin.post(address(type(row), "delete", row.pk), {"post": "yes"}, follow=True)
    assert "deleted here for good" in said(response)
    act_on(admin, [row], "delete_selected", post="yes")
    assert type(row).objects.filter(pk=row.pk).exists()


@both_kinds
def test_nothing_is_added_by_hand(admin, make):
    assert admin.get(address(type(make()), "add")).status_code == 403


def test_a_post_may_still_go_with_its_discussion(admin):
    post = make_post()
    make_comment(parent=make_comment(post))
    make_trackback(post)
    admin.post(reverse("admin:blog_post_delete", args=[post.pk]), {"post": "yes"})
    assert not Comment.objects.exists()
    assert not Trackback.objects.exists()


def test_a_change_in_the_queue_is_on_the_page_at_the_next_request(admin):
    from django.test import Client

    comment = make_comment(status=Status.PENDING, text="Seen by everybody?")
    reader = Client()
    url = comment.post.get_absolute_url()
    assert "Seen by everybody?" not in reader.get(url).content.decode()
    moderate(admin, comment, "approve")
    assert "Seen by everybody?" in reader.get(url).content.decode()
    moderate(admin, comment, "remove")
    assert "Seen by everybody?" not in reader.get(url).content.decode()
