"""Writing as the author does it: in a real browser, with JavaScript and without."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from blog.models import Post
from tests.browser.accessibility import assert_accessible
from tests.factories import PASSWORD, make_category, make_comment, make_post, make_tag, make_user

START = reverse("admin:index")
PAGES = {
    "start": START,
    "posts": reverse("admin:blog_post_changelist"),
    "a new post": reverse("admin:blog_post_add"),
    "a new page": reverse("admin:blog_page_add"),
    "categories": reverse("admin:blog_category_changelist"),
    "tags": reverse("admin:blog_tag_changelist"),
    "a new tag": reverse("admin:blog_tag_add"),
    "settings": reverse("admin:blog_sitesettings_change", args=[1]),
    "users": reverse("admin:auth_user_changelist"),
    "password": reverse("admin:password_change"),
}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def author():
    return make_user("ada", is_staff=True)


@pytest.fixture(params=["with script", "without script"])
def any_page(request, new_context):
    return new_context(java_script_enabled=request.param == "with script").new_page()


@pytest.fixture
def written(author):
    """Something for every page of the admin to show."""
    category = make_category("Trees", parent=make_category("Garden"))
    post = make_post(author=author, title="Old oaks", categories=[category], tags=[make_tag()])
    make_post(author=author, status="draft", title="Not yet")
    make_comment(post, status="pending")
    return post


def log_in_by_form(page):
    page.goto(START)
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    save(page, "Log in")


def begin_post(page, title):
    page.get_by_role("link", name="Write a post").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=False).first.fill("Up the *hill* and down.")


def save(page, button="Save"):
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def test_a_post_is_written_previewed_and_published(any_page, author):
    make_category("Trees", parent=make_category("Garden"))
    page = any_page
    log_in_by_form(page)
    begin_post(page, "A walk")
    page.get_by_label("Trees").check()
    page.get_by_label("Tags").fill("oaks, old elms")
    save(page, "Save and preview")
    expect(page.get_by_role("heading", name="A walk")).to_be_visible()
    expect(page.locator("em", has_text="hill")).to_be_visible()
    assert not Post.objects.published().exists()

    page.goto(reverse("admin:blog_post_change", args=[Post.objects.get().pk]))
    expect(page.get_by_label("Tags")).to_have_value("oaks, old elms")
    page.get_by_label("Published: everyone sees it").check()
    save(page)
    expect(page.get_by_text("everyone can read it")).to_be_visible()
    page.goto("/")
    page.get_by_role("link", name="A walk").first.click()
    expect(page.get_by_role("link", name="old elms")).to_be_visible()
    expect(page.get_by_role("link", name="Trees")).to_be_visible()


def test_a_post_is_scheduled(any_page, author):
    page = any_page
    log_in_by_form(page)
    begin_post(page, "In the year 2999")
    page.get_by_label("Published: everyone sees it").check()
    page.get_by_label("Publication date").fill("2999-05-03T09:30")
    save(page)
    expect(page.get_by_text("Scheduled for May 3, 2999, 9:30")).to_be_visible()
    row = page.get_by_role("row", name="In the year 2999")
    expect(row.get_by_text("scheduled", exact=True)).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("In the year 2999")).to_have_count(0)


def test_a_mistake_is_told_and_nothing_typed_is_lost(any_page, author):
    make_post(author=author, slug="walk", title="The first walk")
    page = any_page
    log_in_by_form(page)
    begin_post(page, "A walk")
    page.get_by_text("Address", exact=True).click()
    page.get_by_label("Slug").fill("walk")
    page.get_by_label("Tags").fill("oaks")
    save(page)
    expect(page.get_by_text("“The first walk” already has the address “walk”")).to_be_visible()
    complaint = page.locator("#id_slug_error").bounding_box()
    assert abs(complaint["x"] - page.get_by_label("Slug").bounding_box()["x"]) < 2
    expect(page.get_by_label("Title")).to_have_value("A walk")
    expect(page.locator("#id_body")).to_have_value("Up the *hill* and down.")
    expect(page.get_by_label("Tags")).to_have_value("oaks")
    page.get_by_label("Slug").fill("another-walk")
    save(page)
    expect(page.get_by_text("A draft: readers do not see it.")).to_be_visible()
    assert Post.objects.filter(slug="another-walk").exists()


def test_a_tag_is_suggested_wherever_it_stands_in_the_line(page, author, log_in):
    for name in ("garden", "gates", "oaks"):
        make_tag(name)
    log_in(page, author)
    page.goto(PAGES["a new post"])
    page.get_by_label("Tags").press_sequentially("oaks, ga")
    offered = page.locator("#tag-suggestions option").evaluate_all("all => all.map(o => o.value)")
    assert offered == ["oaks, garden", "oaks, gates"]


def test_what_was_typed_outlives_the_session(page, author):
    log_in_by_form(page)
    begin_post(page, "A walk")
    page.get_by_label("Tags").fill("oaks")
    page.get_by_label("Private").check()
    page.get_by_label("Comments are welcome").uncheck()
    page.context.clear_cookies(name="sessionid")
    save(page)
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    save(page, "Log in")
    expect(page.get_by_text("What you typed is here again")).to_be_visible()
    save(page)
    expect(page.get_by_text("was added successfully")).to_be_visible()
    post = Post.objects.get()
    assert (post.title, post.body) == ("A walk", "Up the *hill* and down.")
    assert (post.status, post.comments_allowed) == ("private", False)
    assert [tag.name for tag in post.tags.all()] == ["oaks"]


def test_what_was_saved_does_not_come_back(page, author):
    log_in_by_form(page)
    begin_post(page, "A walk")
    save(page)
    page.goto(PAGES["a new post"])
    expect(page.get_by_label("Title")).to_have_value("")
    expect(page.get_by_text("What you typed is here again")).to_be_hidden()


def test_unsaved_changes_are_not_left_without_a_question(page, author, log_in):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    log_in(page, author)
    page.goto(PAGES["a new post"])
    page.get_by_role("link", name="Start").click()
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    assert asked == []
    begin_post(page, "A walk")
    page.get_by_role("link", name="Start").click()
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    assert asked == ["beforeunload"]


def test_the_start_page_leads_to_what_waits(any_page, written):
    page = any_page
    log_in_by_form(page)
    page.get_by_role("link", name="1 draft").click()
    expect(page.get_by_role("link", name="Not yet")).to_be_visible()
    expect(page.get_by_role("link", name="Old oaks")).to_have_count(0)


def test_deleting_asks_first(any_page, written):
    page = any_page
    log_in_by_form(page)
    page.goto(reverse("admin:blog_post_change", args=[written.pk]))
    page.get_by_role("link", name="Delete").click()
    expect(page.get_by_text("1 comment")).to_be_visible()
    page.get_by_role("link", name="Keep it").click()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("deleted successfully")).to_be_visible()
    assert not Post.objects.filter(pk=written.pk).exists()


def test_the_login_is_accessible(page, author):
    page.goto(START)
    assert_accessible(page)
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("wrong")
    save(page, "Log in")
    assert_accessible(page)


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_the_admin_are_accessible(page, written, author, log_in, name):
    log_in(page, author)
    page.goto(PAGES[name])
    assert_accessible(page)


def test_a_form_with_mistakes_is_accessible(page, author, log_in):
    log_in(page, author)
    page.goto(PAGES["a new post"])
    save(page)
    assert_accessible(page)


def test_the_post_and_the_question_before_it_goes_are_accessible(page, written, author, log_in):
    log_in(page, author)
    for name in ("change", "delete", "history"):
        page.goto(reverse(f"admin:blog_post_{name}", args=[written.pk]))
        assert_accessible(page)


@pytest.mark.parametrize("width", [320, 390])
def test_no_page_is_wider_than_a_telephone(new_context, written, author, log_in, width):
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    log_in(page, author)
    for name, address in PAGES.items():
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, name
