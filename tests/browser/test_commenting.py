"""A reader comments and the author answers, in a real browser, with script and without."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from blog.feedback import moderation
from blog.models import Post, SiteSettings
from comments.models import Comment
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {
    "name": "Greta",
    "email": "greta@example.com",
    "url": "https://greta.example/",
    "body": "Bread **keeps** for days.",
}


@pytest.fixture(autouse=True)
def _nobody_types_too_fast(monkeypatch):
    monkeypatch.setattr("blog.feedback.forms.TOO_FAST_SECONDS", 0)


@pytest.fixture
def talk():
    return make_post(title="A talk")


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def reader(request, new_context):
    return new_context(java_script_enabled=request.param).new_page()


def field(page, name):
    return page.locator(f".comment-form [name={name}]")


def write(page, **words):
    for name, text in words.items():
        field(page, name).fill(text)


def send(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Post comment").click()


def typed(page):
    return {name: field(page, name).input_value() for name in WORDS}


def approve(comment):
    moderation.approve(Comment.objects.filter(pk=comment.pk))


def test_a_first_comment_is_held_and_seen_once_it_is_approved(reader, talk):
    reader.goto(talk.get_absolute_url())
    write(reader, **WORDS)
    send(reader)
    expect(reader.get_by_role("heading", name="Your comment has arrived")).to_be_visible()
    expect(reader.locator(".comment-quoted strong")).to_have_text("keeps")
    receipt = reader.url
    reader.goto(talk.get_absolute_url())
    expect(reader.get_by_text("No comments yet.")).to_be_visible()
    approve(Comment.objects.get())
    reader.goto(receipt)
    reader.get_by_role("link", name="See it on the page").click()
    comment = reader.locator(f"#comment-{Comment.objects.get().pk}")
    expect(comment).to_be_in_viewport()
    expect(comment.get_by_role("link", name="Greta", exact=True)).to_have_attribute(
        "href", WORDS["url"]
    )
    assert WORDS["email"] not in reader.content()


def test_a_reader_who_is_known_sees_the_next_comment_at_once(reader, talk):
    reader.goto(talk.get_absolute_url())
    write(reader, **WORDS)
    send(reader)
    approve(Comment.objects.get())
    reader.goto(talk.get_absolute_url())
    write(reader, **WORDS | {"body": "And then some."})
    send(reader)
    expect(reader.locator(".comment-list").get_by_text("And then some.")).to_be_in_viewport()
    assert "#comment-" in reader.url


FAULTS = {
    "an address without a domain": ({"email": "greta@example"}, "This is not an e-mail address"),
    "a website that is none": ({"url": "not a website"}, "This is not the address of a website"),
    "a name of blanks": ({"name": " "}, "Give a name, so that others can answer you."),
    "a text of blanks": ({"body": "  "}, "Write something first."),
    "a text too long": ({"body": "word " * 2100}, "10 KB is the most"),
    "too many links": ({"body": "https://a.example/ " * 21}, "20 are the most"),
}


@pytest.mark.parametrize(("words", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_and_nothing_typed_is_lost(page_without_js, talk, words, message):
    page = page_without_js
    page.goto(talk.get_absolute_url())
    write(page, **WORDS | words)
    send(page)
    name = next(iter(words))
    expect(page.locator(f".field--{name} .field-error")).to_contain_text(message)
    expect(page.get_by_role("alert")).to_contain_text(message)
    expect(field(page, name)).to_have_attribute("aria-invalid", "true")
    assert typed(page) == WORDS | words
    write(page, **{name: WORDS[name]})
    send(page)
    expect(page.get_by_role("heading", name="Your comment has arrived")).to_be_visible()


def close(talk):
    Post.objects.filter(pk=talk.pk).update(comments_allowed=False)


def say_the_same(talk):
    make_comment(talk, author_name=WORDS["name"], text=WORDS["body"])


def close_everything(_talk):
    SiteSettings.objects.update_or_create(pk=1, defaults={"comments_open": False})


REFUSALS = {
    "closed meanwhile": (close, "The author takes no comments on this post."),
    "the whole blog closed": (close_everything, "no comments on this blog at present"),
    "said before": (say_the_same, "You have already sent exactly this comment here."),
}


@pytest.mark.parametrize(("happens", "message"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_happens_while_a_reader_types_costs_her_no_word(page, talk, happens, message):
    page.goto(talk.get_absolute_url())
    write(page, **WORDS)
    happens(talk)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text(message)
    assert typed(page) == WORDS


def test_a_form_sent_too_soon_asks_once_more_and_keeps_the_words(page, talk, monkeypatch):
    monkeypatch.setattr("blog.feedback.forms.TOO_FAST_SECONDS", 3600)
    page.goto(reverse("comments:create", args=[talk.pk]))
    write(page, **WORDS)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("quicker than anyone can type")
    assert typed(page) == WORDS


def test_a_network_that_sends_too_much_is_told_when_to_come_back(page, talk):
    for number in range(6):
        page.goto(talk.get_absolute_url())
        write(page, **WORDS | {"body": f"Remark {number}"})
        send(page)
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"send it again in \d+ minute"))
    assert typed(page) == WORDS | {"body": "Remark 5"}
    assert Comment.objects.count() == 5


def test_an_answer_to_what_is_gone_is_kept_and_becomes_a_comment(page, talk):
    comment = make_comment(talk)
    page.goto(talk.get_absolute_url())
    page.get_by_role("link", name="Reply").click()
    write(page, **WORDS)
    moderation.remove(Comment.objects.filter(pk=comment.pk))
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("is no longer shown")
    assert typed(page) == WORDS
    send(page)
    expect(page.get_by_role("heading", name="Your comment has arrived")).to_be_visible()
    assert Comment.objects.get(name="Greta").parent is None


def test_a_preview_shows_the_comment_and_sends_nothing(reader, talk):
    reader.goto(talk.get_absolute_url())
    write(reader, **WORDS)
    reader.get_by_role("button", name="Preview").click()
    expect(reader.locator(".comment-preview strong")).to_have_text("keeps")
    assert typed(reader) == WORDS
    assert not Comment.objects.exists()
    send(reader)
    assert Comment.objects.get().body == WORDS["body"]


def test_with_script_the_form_comes_to_the_comment_that_is_answered(page, talk):
    first, second = make_comment(talk, author_name="Ida"), make_comment(talk, author_name="Jon")
    page.goto(talk.get_absolute_url())
    write(page, body="Half a sentence")
    page.get_by_role("link", name="Reply to Jon").click()
    here = page.locator(f"#comment-{second.pk}")
    expect(here.get_by_role("heading", name="Reply to Jon")).to_be_visible()
    expect(field(here, "name")).to_be_focused()
    assert page.url.endswith(talk.get_absolute_url())
    page.get_by_role("link", name="Reply to Ida").click()
    expect(page.locator(f"#comment-{first.pk} .comment-form")).to_be_visible()
    write(page, **WORDS | {"body": "Half a sentence and the rest"})
    send(page)
    assert Comment.objects.get(name="Greta").parent == first


@pytest.mark.parametrize("way", ["escape", "button"])
def test_a_reply_is_given_up_without_losing_a_word(page, talk, way):
    make_comment(talk, author_name="Ida")
    page.goto(talk.get_absolute_url())
    reply = page.get_by_role("link", name="Reply to Ida")
    reply.click()
    write(page, body="Half a sentence")
    if way == "escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="Cancel reply").click()
    expect(reply).to_be_focused()
    expect(page.locator(".comment .comment-form")).to_have_count(0)
    expect(page.get_by_role("heading", name="Leave a comment")).to_be_visible()
    expect(field(page, "body")).to_have_value("Half a sentence")


def test_without_script_reply_leads_to_a_page_that_quotes_the_comment(page_without_js, talk):
    page = page_without_js
    comment = make_comment(talk, author_name="Ida", text="What about rye?")
    page.goto(talk.get_absolute_url())
    page.get_by_role("link", name="Reply to Ida").click()
    assert page.url.endswith(reverse("comments:reply", args=[comment.pk]))
    expect(page.get_by_role("heading", name="Reply to Ida")).to_be_visible()
    expect(page.locator("blockquote")).to_have_text("What about rye?")
    write(page, **WORDS)
    send(page)
    assert Comment.objects.get(name="Greta").parent == comment


def test_the_author_answers_from_the_page_and_is_set_apart(reader, talk, log_in):
    comment = make_comment(talk, author_name="Ida")
    log_in(reader, make_user(first_name="Ann", last_name="Bridges", is_staff=True))
    reader.goto(talk.get_absolute_url())
    reader.get_by_role("link", name="Reply to Ida").click()
    expect(reader.get_by_text("Commenting as Ann Bridges")).to_be_visible()
    expect(field(reader, "name")).to_have_count(0)
    write(reader, body="Rye keeps longest.")
    send(reader)
    answer = reader.locator(f"#comment-{comment.pk} .comment--author")
    expect(answer).to_be_in_viewport()
    expect(answer.get_by_role("heading", name="Ann Bridges")).to_be_visible()
    expect(answer.locator(".comment-badge")).to_have_text("Author")
    expect(answer).to_contain_text("Rye keeps longest.")
    assert ground_of(answer) != ground_of(reader.locator(f"#comment-{comment.pk}"))


def ground_of(comment):
    item = comment.locator(".comment-item").first
    return item.evaluate("element => getComputedStyle(element).backgroundColor")


def test_comments_are_numbered_and_answers_are_not(page, talk):
    first = make_comment(talk)
    make_comment(parent=first)
    make_comment(talk)
    page.goto(talk.get_absolute_url())
    assert page.locator(".comment-number").all_inner_texts() == ["1", "2"]


def test_the_address_of_a_comment_finds_its_page(reader, talk, monkeypatch):
    monkeypatch.setattr("comments.threads.PAGE_SIZE", 2)
    comments = [make_comment(talk) for _ in range(5)]
    reader.goto(comments[3].get_absolute_url())
    assert reader.url.endswith(f"{talk.get_absolute_url()}comments/2/#comment-{comments[3].pk}")
    expect(reader.locator(f"#comment-{comments[3].pk}")).to_be_in_viewport()
    assert reader.locator(".comment-number").all_inner_texts() == ["3", "4"]
    reader.get_by_role("link", name="Newer comments").click()
    expect(reader.locator(f"#comment-{comments[4].pk}")).to_be_in_viewport()
