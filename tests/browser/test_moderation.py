"""An author moderates in a real browser, and readers see it at their next request."""

import re

import pytest
from playwright.sync_api import expect

from blog.feedback import moderation
from blog.feedback.models import Status
from comments.models import Comment
from tests.browser.accessibility import assert_accessible
from tests.factories import make_comment, make_post, make_trackback, make_user

pytestmark = pytest.mark.django_db(transaction=True)

INBOX = "/admin/inbox/"
COMMENTS = "/admin/comments/comment/"
TRACKBACKS = "/admin/trackbacks/trackback/"


@pytest.fixture
def rosa():
    return make_user("rosa", is_staff=True, first_name="Rosa", last_name="Lund")


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def author(request, new_context, log_in, rosa):
    """The author's page, and once more without JavaScript."""
    page = new_context(java_script_enabled=request.param).new_page()
    log_in(page, rosa)
    return page


@pytest.fixture
def author_with_js(new_context, log_in, rosa):
    page = new_context().new_page()
    log_in(page, rosa)
    return page


def row_of(page, name):
    return page.locator(".queue-row").filter(has_text=name)


def expect_counts(page, *counts):
    """The numbers of pending, unanswered, approved, spam, removed, all."""
    expect(page.locator(".queue-tabs .queue-count")).to_have_text(list(counts))


def expect_said(page, words):
    expect(page.locator(".messagelist")).to_contain_text(words)


def write(page, post, text):
    page.goto(post.get_absolute_url())
    page.fill("#comment_name", "Ann")
    page.fill("#comment_email", "ann@example.org")
    page.fill("#comment_body", text)
    page.get_by_role("button", name="Post comment").click()


def test_a_held_comment_is_approved_and_seen_by_others_at_once(author, new_context):
    post = make_post()
    write(new_context().new_page(), post, "Do owls sleep at night?")
    other = new_context().new_page()
    other.goto(post.get_absolute_url())
    expect(other.get_by_text("Do owls sleep at night?")).to_have_count(0)

    author.goto(INBOX)
    expect(row_of(author, "Ann")).to_contain_text("no approved comment yet")
    row_of(author, "Ann").get_by_role("button", name="Approve", exact=True).click()

    expect_said(author, "1 comment approved.")
    expect(author.get_by_text("Nothing waits for you.")).to_be_visible()
    other.reload()
    expect(other.get_by_text("Do owls sleep at night?")).to_be_visible()


def test_an_answer_in_the_queue_stands_on_the_page_as_the_authors(author, new_context):
    comment = make_comment(status=Status.PENDING, author_name="Ann", text="Do owls sleep?")
    author.goto(INBOX)
    row = row_of(author, "Ann")
    row.get_by_text("Reply", exact=False).first.click()
    row.get_by_label("Your answer to Ann").fill("Only by day.")
    row.get_by_role("button", name="Approve and reply").click()
    expect_said(author, "Your answer to Ann is on the page.")

    reader = new_context().new_page()
    reader.goto(comment.post.get_absolute_url())
    answer = reader.locator(".comment-item").filter(has_text="Only by day.").last
    expect(answer).to_contain_text("Rosa Lund")
    expect(answer.locator(".comment-badge")).to_be_visible()
    expect(reader.get_by_text("Do owls sleep?")).to_be_visible()


def test_an_answer_that_is_too_long_is_kept_and_can_be_sent_shortened(author):
    comment = make_comment(author_name="Ann")
    author.goto(f"{COMMENTS}{comment.pk}/change/")
    author.get_by_label("Your answer").fill("Only by day. " * 1000)
    author.get_by_role("button", name="Reply", exact=True).click()
    expect(author.get_by_text("Please shorten it")).to_be_visible()
    kept = author.get_by_label("Your answer")
    expect(kept).to_have_value(re.compile(r"Only by day\. Only"))
    kept.fill("Only by day.")
    author.get_by_role("button", name="Reply", exact=True).click()
    expect_said(author, "Your answer to Ann is on the page.")
    assert comment.replies.get().body == "Only by day."


def test_what_was_taken_for_spam_by_mistake_is_restored(author, new_context):
    comment = make_comment(author_name="Ann", text="I buy no shoes.")
    author.goto(f"{INBOX}?status=approved")
    row_of(author, "Ann").get_by_role("button", name="Spam").click()
    reader = new_context().new_page()
    reader.goto(comment.post.get_absolute_url())
    expect(reader.get_by_text("I buy no shoes.")).to_have_count(0)

    author.get_by_role("link", name="Spam", exact=False).first.click()
    row_of(author, "Ann").get_by_role("button", name="Restore").click()
    expect_counts(author, "0", "1", "1", "0", "0", "1")
    reader.reload()
    expect(reader.get_by_text("I buy no shoes.")).to_be_visible()


def test_several_are_picked_and_approved_together(author):
    post = make_post()
    for name in ("Ann", "Ben", "Cleo"):
        make_comment(post, status=Status.PENDING, author_name=name)
    author.goto(INBOX)
    for name in ("Ann", "Cleo"):
        row_of(author, name).get_by_role("checkbox").check()
    author.locator(".inbox-actions").get_by_role("button", name="Approve").click()
    expect_said(author, "2 comments approved.")
    expect_counts(author, "1", "2", "2", "0", "0", "3")


def test_a_queue_is_searched_and_filtered(author):
    herons = make_post(title="Herons")
    make_comment(herons, status=Status.PENDING, author_name="Ann")
    make_comment(status=Status.PENDING, author_name="Ben")
    author.goto(INBOX)
    author.get_by_label("Post", exact=True).select_option(label="Herons")
    author.get_by_role("button", name="Filter").click()
    expect(author.locator(".queue-row")).to_have_count(1)
    author.get_by_role("link", name="Show everything").click()
    author.get_by_label("Search").fill("Ben")
    author.get_by_role("button", name="Filter").click()
    expect(author.locator(".queue-row")).to_have_count(1)
    expect(row_of(author, "Ben")).to_be_visible()


def test_a_comment_is_mended_with_a_word_in_the_record(author):
    comment = make_comment(author_name="Ann", text="Owls slepe")
    author.goto(f"{COMMENTS}{comment.pk}/change/")
    author.get_by_text("Edit the comment").click()
    author.get_by_label("Text").fill("Owls sleep")
    author.get_by_role("button", name="Save the changes").click()
    expect(author.locator(".item-text")).to_have_text("Owls sleep")
    expect(author.locator(".item-trail")).to_contain_text("was “Owls slepe”")


def test_hostile_text_does_nothing_in_the_admin(author_with_js):
    hostile = '"><img src=x onerror="document.title=1"><script>document.title=1</script>'
    comment = make_comment(status=Status.PENDING, author_name=hostile[:100], text=hostile)
    trackback = make_trackback(status=Status.PENDING, title=hostile, blog_name=hostile)
    Comment.objects.update(user_agent=hostile, reasons=[{"code": "links", "text": hostile}])
    for path in (
        INBOX,
        f"{INBOX}trail/",
        f"{COMMENTS}{comment.pk}/change/",
        f"{COMMENTS}{comment.pk}/reply/",
        f"{TRACKBACKS}{trackback.pk}/change/",
    ):
        author_with_js.goto(path)
        assert author_with_js.title() != "1"
        expect(author_with_js.locator("img[src=x]")).to_have_count(0)


@pytest.fixture
def discussion(rosa):
    """Something of every kind and status, in a thread."""
    first = make_comment(author_name="Ann", text="Where do *owls* sleep?", url="https://a.example/")
    held = make_comment(parent=first, status=Status.PENDING, author_name="Ben")
    Comment.objects.filter(pk=held.pk).update(
        reasons=[{"code": "links", "text": "Has 7 links; 2 are allowed."}]
    )
    make_comment(parent=first, user=rosa, text="In trees.")
    make_comment(status=Status.SPAM)
    moderation.remove(Comment.objects.filter(pk=make_comment().pk), by=rosa, why="Off the subject.")
    link = make_trackback(status=Status.PENDING)
    return {"first": first.pk, "held": held.pk, "link": link.pk}


@pytest.mark.parametrize(
    "path",
    [
        INBOX,
        f"{INBOX}?status=all",
        f"{INBOX}?status=unanswered",
        f"{INBOX}?q=nobody",
        f"{INBOX}trail/",
        f"{COMMENTS}{{held}}/change/",
        f"{COMMENTS}{{first}}/change/",
        f"{COMMENTS}{{held}}/reply/",
        f"{TRACKBACKS}{{link}}/change/",
    ],
)
def test_moderation_is_accessible_and_fits_its_window(author_with_js, discussion, path):
    page = author_with_js
    page.goto(path.format(**discussion))
    for folded in page.locator("#content-main summary").all():
        folded.click()
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)


def test_what_a_button_answers_is_accessible(author_with_js, discussion):
    author_with_js.goto(INBOX)
    row_of(author_with_js, "Ben").get_by_role("button", name="Approve", exact=True).click()
    expect_said(author_with_js, "1 comment approved.")
    assert_accessible(author_with_js)


def test_a_refused_edit_and_a_refused_answer_are_accessible(author_with_js, discussion):
    page = author_with_js
    page.goto(f"{COMMENTS}{discussion['held']}/change/")
    page.get_by_text("Edit the comment").click()
    page.get_by_label("Name").fill("")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_text("This field is required.")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{COMMENTS}{discussion['held']}/reply/")
    page.get_by_role("button", name="Approve and reply").click()
    expect(page.get_by_text("Write something first.")).to_be_visible()
    assert_accessible(page)
