"""The inbox by keyboard, with hundreds that wait, and the same buttons without script."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from blog.feedback.models import Status
from comments.models import Comment
from tests.browser.accessibility import assert_accessible
from tests.factories import make_comment, make_post, make_trackback, make_user
from trackbacks.models import Trackback

pytestmark = pytest.mark.django_db(transaction=True)

INBOX = "/admin/inbox/"


@pytest.fixture
def rosa():
    return make_user("rosa", is_staff=True, first_name="Rosa", last_name="Lund")


@pytest.fixture
def inbox(new_context, log_in, rosa):
    page = new_context().new_page()
    log_in(page, rosa)
    return page


def fill(number):
    """Make `number` comments wait, the first of them named Reader 0 on top."""
    post = make_post()
    for n in reversed(range(number)):
        make_comment(post, status=Status.PENDING, author_name=f"Reader {n}", text=f"Thought {n}.")
    return post


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def expect_waiting(page, number):
    expect(page.locator(".queue-tabs .queue-count").first).to_have_text(str(number))


def expect_at(page, name):
    expect(page.locator(".queue-row.is-current .queue-name")).to_have_text(name)


def statuses():
    return dict(Comment.objects.values_list("name", "status"))


def test_keys_move_and_decide_and_none_is_lost_however_fast(inbox):
    fill(6)
    inbox.goto(INBOX)
    # All at once: while the first is on its way, the others wait for it.
    press(inbox, "j", "a", "s", "d", "j", "a")
    expect_waiting(inbox, 2)
    expect_at(inbox, "Reader 5")
    assert statuses() == {
        "Reader 0": "approved",
        "Reader 1": "spam",
        "Reader 2": "removed",
        "Reader 3": "pending",
        "Reader 4": "approved",
        "Reader 5": "pending",
    }


def test_z_takes_back_step_by_step_and_the_row_comes_back(inbox):
    post = fill(3)
    before = statuses()
    inbox.goto(INBOX)
    press(inbox, "j", "a", "s")
    expect_waiting(inbox, 1)
    press(inbox, "z")
    expect_waiting(inbox, 2)
    assert statuses() == before | {"Reader 0": "approved"}
    press(inbox, "z")
    expect_waiting(inbox, 3)
    assert statuses() == before
    post.refresh_from_db()
    assert post.comment_count == 0
    expect(inbox.get_by_role("button", name="Undo")).to_have_count(0)


def test_500_are_moderated_by_keyboard_and_in_bulk_and_taken_back(inbox):
    post = fill(0)
    names = [f"Reader {n}" for n in range(400)]
    Comment.objects.bulk_create(
        Comment(post=post, name=name, body=f"Words of {name}.", status="pending") for name in names
    )
    Trackback.objects.bulk_create(
        Trackback(post=post, source=f"https://e.example/{n}", source_host="e.example",
                  protocol="trackback", status="pending")
        for n in range(100)
    )  # fmt: skip
    inbox.goto(INBOX)
    expect_waiting(inbox, 500)
    press(inbox, "j", "x", "j", "x", "j", "s", "a")
    expect_waiting(inbox, 498)
    expect(inbox.locator("#inbox-ticked")).to_have_text("2 ticked")
    inbox.get_by_label("All 498").check()
    inbox.locator(".inbox-actions").get_by_role("button", name="Approve").click()
    expect(inbox.locator(".messagelist")).to_contain_text("approved.")
    expect_waiting(inbox, 0)
    post.refresh_from_db()
    shown = [post.comment_count, post.trackback_count]
    assert sum(shown) == 499
    press(inbox, "z")
    expect_waiting(inbox, 498)
    press(inbox, "z", "z")
    expect_waiting(inbox, 500)
    post.refresh_from_db()
    assert (post.comment_count, post.trackback_count) == (0, 0)


def test_an_answer_is_written_and_sent_without_the_mouse(inbox):
    fill(2)
    inbox.goto(INBOX)
    press(inbox, "j", "r")
    expect(inbox.get_by_label("Your answer to Reader 0")).to_be_focused()
    inbox.keyboard.type("Just so, asked and answered.")
    press(inbox, "Control+Enter")
    expect_waiting(inbox, 1)
    expect_at(inbox, "Reader 1")
    answer = Comment.objects.get(parent__name="Reader 0")
    assert (answer.name, answer.body) == ("Rosa Lund", "Just so, asked and answered.")
    press(inbox, "z")
    expect_waiting(inbox, 2)
    answer.refresh_from_db()
    assert answer.status == Status.REMOVED


def test_what_is_being_written_outlives_a_decision_on_another_row(inbox):
    fill(3)
    inbox.goto(INBOX)
    press(inbox, "j", "r")
    inbox.keyboard.type("Half a thought")
    press(inbox, "Escape", "j", "a")
    expect_waiting(inbox, 2)
    expect(inbox.get_by_label("Your answer to Reader 0")).to_have_value("Half a thought")


def test_an_answer_that_is_refused_is_kept_on_its_own_page(inbox):
    fill(1)
    inbox.goto(INBOX)
    press(inbox, "j", "r")
    inbox.get_by_label("Your answer to Reader 0").fill("long " * 3000)
    press(inbox, "Control+Enter")
    expect(inbox.get_by_text("Please shorten it")).to_be_visible()
    expect(inbox.get_by_label("Your answer")).to_have_value(re.compile("long long"))


def test_a_comment_is_edited_in_its_row_readers_see_that_and_it_is_taken_back(inbox, new_context):
    post = make_post()
    make_comment(post, author_name="Ann", text="Owls slepe")
    inbox.goto(f"{INBOX}?status=approved")
    press(inbox, "j", "e")
    inbox.get_by_label("Text").fill("Owls sleep")
    press(inbox, "Control+Enter")
    expect(inbox.locator(".queue-text")).to_have_text("Owls sleep")
    reader = new_context().new_page()
    reader.goto(post.get_absolute_url())
    expect(reader.locator(".comment-item")).to_contain_text("Owls sleep")
    expect(reader.locator(".comment-edited")).to_be_visible()
    press(inbox, "z")
    expect(inbox.locator(".queue-text")).to_have_text("Owls slepe")
    reader.reload()
    expect(reader.locator(".comment-item")).to_contain_text("Owls slepe")
    expect(reader.locator(".comment-edited")).to_have_count(0)


def test_a_session_that_ended_leads_to_the_login(inbox):
    fill(1)
    inbox.goto(INBOX)
    Session.objects.all().delete()
    press(inbox, "j", "a")
    expect(inbox.get_by_label("Username")).to_be_visible()
    assert statuses() == {"Reader 0": "pending"}


def test_a_site_is_blocked_from_a_row_without_script(new_context, log_in, rosa):
    page = new_context(java_script_enabled=False).new_page()
    log_in(page, rosa)
    post = make_post()
    for _ in range(2):
        make_trackback(post, status="pending")
    page.goto(INBOX)
    row = page.locator(".queue-row").first
    row.locator("summary").filter(has_text="Block").click()
    row.get_by_role("button", name="other.example").click()
    expect(page.locator(".messagelist")).to_contain_text("on: other.example. 2 are spam now;")
    expect_waiting(page, 0)
    page.get_by_role("button", name="Undo").click()
    expect_waiting(page, 2)


def test_the_keys_are_told_and_the_inbox_is_accessible_with_all_open(inbox):
    fill(2)
    make_trackback(status="pending")
    inbox.goto(INBOX)
    press(inbox, "?", "j")
    expect(inbox.get_by_text("one before")).to_be_visible()
    for folded in inbox.locator(".queue-row summary").all():
        folded.click()
    for width in (360, 1280):
        inbox.set_viewport_size({"width": width, "height": 900})
        assert inbox.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(inbox)
