"""What a reader's browser does for her on the page of a post: remember, mark what is new, fold."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk():
    post = make_post(title="A talk")
    first = make_comment(post, text="One", author_name="Ann")
    make_comment(parent=first, text="Two", author_name="Bob")
    make_comment(post, text="Three", author_name="Cleo")
    return post


def field(page, name):
    return page.locator(f".comment-form [name={name}]")


def storage(page):
    return page.evaluate("Object.keys(localStorage)")


def tick(page):
    return page.get_by_label("Remember my name")


def new_names(page):
    return page.locator(".comment--new > .comment-item .comment-name").all_inner_texts()


def test_nothing_is_kept_in_the_browser_unless_it_was_asked_for(new_context, talk, monkeypatch):
    monkeypatch.setattr("blog.feedback.forms.TOO_FAST_SECONDS", 0)
    page = new_context().new_page()
    page.goto(talk.get_absolute_url())
    for name, words in {"name": "Greta", "email": "g@example.com", "body": "Hello."}.items():
        field(page, name).fill(words)
    with page.expect_navigation():
        page.get_by_role("button", name="Post comment").click()
    page.goto(talk.get_absolute_url())
    assert storage(page) == []
    expect(field(page, "name")).to_have_value("")


def test_a_reader_is_remembered_where_she_ticks_it_and_forgotten_where_she_does_not(
    new_context, talk
):
    page = new_context().new_page()
    page.goto(talk.get_absolute_url())
    for name, words in {"name": "Greta", "email": "g@example.com"}.items():
        field(page, name).fill(words)
    tick(page).check()
    with page.expect_navigation():
        field(page, "body").press("Enter")
        field(page, "name").press("Enter")
    page.goto(talk.get_absolute_url())
    expect(field(page, "name")).to_have_value("Greta")
    expect(field(page, "email")).to_have_value("g@example.com")
    expect(tick(page)).to_be_checked()
    tick(page).uncheck()
    page.reload()
    expect(field(page, "name")).to_have_value("")
    assert storage(page) == []


def test_what_is_new_is_marked_from_the_next_visit_on(new_context, talk):
    context = new_context()
    page = context.new_page()
    page.goto(talk.get_absolute_url())
    button = page.get_by_role("button", name="Mark what is new")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    page.close()
    make_comment(talk, text="Four", author_name="Dora")
    page = context.new_page()
    page.goto(talk.get_absolute_url())
    assert new_names(page) == ["Dora"]
    expect(page.locator(".thread-news")).to_have_text("One comment is new to you. Go to the first")
    page.get_by_role("link", name="Go to the first").click()
    page.reload()
    assert new_names(page) == ["Dora"]
    page.get_by_role("button", name="Mark what is new").click()
    assert storage(page) == []


def test_answers_are_folded_and_a_link_to_one_of_them_opens_them(new_context, talk):
    page = new_context().new_page()
    page.goto(talk.get_absolute_url())
    answer = page.get_by_text("Two", exact=True)
    page.get_by_role("button", name="Fold answers").click()
    expect(answer).not_to_be_visible()
    button = page.get_by_role("button", name="Show 1 answer")
    expect(button).to_have_attribute("aria-expanded", "false")
    answer_id = answer.locator("xpath=ancestor::li[1]").get_attribute("id")
    page.evaluate("id => { location.hash = id }", answer_id)
    expect(answer).to_be_visible()


def test_without_script_none_of_it_is_offered(new_context, talk):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(talk.get_absolute_url())
    expect(page.get_by_text("Two", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Mark what is new")).not_to_be_visible()
    expect(tick(page)).not_to_be_visible()
    page.get_by_role("link", name="Newest first").click()
    expect(page.locator(".comment-body").first).to_have_text("Three")
