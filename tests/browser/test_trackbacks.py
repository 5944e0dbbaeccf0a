"""Links from other blogs, read in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible
from tests.factories import make_post, make_trackback
from tests.hostile_text import OWN

pytestmark = pytest.mark.django_db(transaction=True)

# A word longer than any line, and one that is written from right to left.
AWKWARD = [
    "x" * 200,
    "\u05e9\u05dc\u05d5\u05dd \u202e gnp.exe",
    "https://a.example/?" + "a=b&" * 40,
]


@pytest.fixture
def many():
    """A post with more trackbacks than stand open, hostile and awkward ones among them."""
    post = make_post()
    for text in [*OWN, *AWKWARD]:
        plain = text.replace("\x00", "").encode(errors="ignore").decode()[:200]
        make_trackback(post, title=plain, blog_name=plain, excerpt=plain)
    return f"{post.get_absolute_url()}#trackbacks"


def test_those_that_do_not_stand_open_unfold_without_script(page_without_js, many):
    page = page_without_js
    page.goto(many)
    last = page.locator(".trackback").last
    expect(last).to_be_hidden()
    page.get_by_text("more trackbacks").click()
    expect(last).to_be_visible()


def test_a_list_of_awkward_and_hostile_links_stays_in_its_place(page, many):
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(many)
    page.get_by_text("more trackbacks").click()
    expect(page.locator(".trackback").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert_accessible(page)


def test_the_address_for_trackbacks_is_selected_with_one_click(page):
    post = make_post()
    page.goto(f"{post.get_absolute_url()}#trackbacks")
    page.locator(".trackback-address code").click()
    selected = page.evaluate("getSelection().toString()")
    assert selected.endswith(f"{post.get_absolute_url()}trackback/")
