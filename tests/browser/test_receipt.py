"""The receipt of a comment through all its states, in a real browser, with script and without."""

import pytest
from playwright.sync_api import expect

from blog.feedback import moderation
from blog.models import SiteSettings
from comments.models import Comment
from comments.receipts import add_note
from tests.browser.accessibility import assert_accessible
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"name": "Greta", "email": "greta@example.com", "body": "Bread **keeps** for days."}


@pytest.fixture(autouse=True)
def _nobody_types_too_fast(monkeypatch):
    monkeypatch.setattr("blog.feedback.forms.TOO_FAST_SECONDS", 0)


@pytest.fixture
def ann():
    return make_user(is_staff=True, first_name="Ann")


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def reader(request, new_context):
    page = new_context(java_script_enabled=request.param).new_page()
    page.has_script = request.param
    return page


def send(page, post, **words):
    page.goto(post.get_absolute_url())
    for name, text in (WORDS | words).items():
        page.locator(f".comment-form [name={name}]").fill(text)
    with page.expect_navigation():
        page.get_by_role("button", name="Post comment").click()


def hers():
    return Comment.objects.filter(name="Greta")


def approved():
    moderation.approve(hers())
    return hers().get()


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def assert_tells(page, heading, step, *words):
    """The receipt stands at `step`, and says `words`."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator("[aria-current=step] strong")).to_have_text(step)
    for said in words:
        expect(page.locator("main")).to_contain_text(said)


def assert_axe_finds_nothing(page):
    if page.has_script:
        assert_accessible(page)


def test_a_comment_is_held_edited_shown_and_answered(reader, ann, settings):
    settings.EMAIL_URL = "smtp://localhost"
    post = make_post(title="A talk")
    send(reader, post)
    receipt = reader.url
    why = "It is the first one from this browser"
    assert_tells(reader, "Your comment has arrived", "Held", why, "keeps")

    reader.get_by_role("link", name="Edit it").click()
    text = reader.get_by_label("Comment")
    expect(text).to_have_value(WORDS["body"])
    text.fill("Rye keeps for a *week*.")
    press(reader, "Preview")
    expect(reader.locator(".comment-preview em")).to_have_text("week")
    press(reader, "Save the changes")
    assert reader.url == receipt
    assert_tells(reader, "Your comment has arrived", "Held", "It was changed", "Rye keeps")

    moderation.approve(hers(), by=ann)
    reader.goto(receipt)
    assert_tells(reader, "Your comment is on the page", "Shown", "Everyone can read it.")
    reader.get_by_role("link", name="See it on the page").click()
    expect(reader.locator(f"#comment-{hers().get().pk}")).to_be_in_viewport()
    reader.get_by_role("link", name="Yours? Edit or withdraw it").click()
    expect(reader.get_by_role("link", name="Edit it")).to_be_visible()

    reader.get_by_text("Get mail").click()
    press(reader, "Mail me")
    expect(reader.get_by_role("status")).to_contain_text("Open the link in it")

    make_comment(parent=hers().get(), user=ann, text="Thank you.")
    reader.goto(receipt)
    expect(reader.get_by_role("link", name="Edit it")).to_have_count(0)
    assert_tells(reader, "Your comment is on the page", "Shown", "Somebody has answered")


def test_a_comment_is_declined_looked_at_again_and_withdrawn(reader, ann):
    post = make_post()
    send(reader, post)
    make_comment(parent=approved(), user=ann, text="Thank you.")

    moderation.remove(hers(), by=ann)
    add_note(hers().get().pk, "Only wheat, please.")
    reader.reload()
    decided = "The author of this blog has decided not to show it."
    assert_tells(reader, "Your comment is not shown", "Not shown", decided, "Only wheat, please.")
    reader.get_by_text("Ask for another look").click()
    assert_axe_finds_nothing(reader)
    reader.get_by_label("Why should the author look again?").fill("Rye is bread too.")
    press(reader, "Ask")
    asked = "You have asked for another look."
    assert_tells(reader, "Your comment has arrived", "Held", asked)
    assert "Rye is bread too." in hers().get().reasons[-1]["text"]

    moderation.mark_as_spam(hers(), by=ann)
    reader.reload()
    again = "has looked at it again"
    assert_tells(reader, "Your comment is not shown", "Not shown", again)
    expect(reader.get_by_text("Ask for another look")).to_have_count(0)

    reader.get_by_text("Withdraw it").click()
    press(reader, "Yes, withdraw my comment")
    forever = "nobody can show it again"
    assert_tells(reader, "You have withdrawn your comment", "Withdrawn", forever)
    expect(reader.locator("form")).to_have_count(0)
    assert_axe_finds_nothing(reader)
    reader.goto(post.get_absolute_url())
    expect(reader.get_by_text("This comment is not shown.")).to_be_visible()
    expect(reader.get_by_text("Thank you.")).to_be_visible()


def test_what_the_filter_puts_aside_is_found_again_and_asked_for(reader):
    post = make_post(title="A talk")
    send(reader, post, subject="A program wrote this")
    aside = "The filter against spam has put it aside"
    assert_tells(reader, "Your comment is not shown", "Not shown", aside, "A field that people")
    reader.goto(post.get_absolute_url())
    reader.get_by_role("link", name="Your own comments").click()
    assert_axe_finds_nothing(reader)
    reader.get_by_role("link", name="Your comment on A talk").click()
    reader.get_by_text("Ask for another look").click()
    reader.get_by_label("Why should the author look again?").fill("  ")
    press(reader, "Ask")
    expect(reader.get_by_role("alert")).to_contain_text("Say in a few words why.")
    reader.get_by_label("Why should the author look again?").fill("My password program did it.")
    press(reader, "Ask")
    assert_tells(reader, "Your comment has arrived", "Held", "You have asked for another look.")


def test_a_comment_that_is_only_being_checked_says_so(reader, settings):
    settings.AKISMET_KEY = "key"
    SiteSettings.objects.update_or_create(pk=1, defaults={"comment_policy": "publish"})
    send(reader, make_post())
    assert_tells(reader, "Your comment has arrived", "Received", "It is being checked.")
    approved()
    reader.reload()
    assert_tells(reader, "Your comment is on the page", "Shown", "Everyone can read it.")
