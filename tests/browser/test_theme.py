"""What readers see of the theme, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.every_page import make_every_page
from tests.factories import make_comment, make_post, make_trackback

pytestmark = pytest.mark.django_db(transaction=True)

NARROW = {"width": 320, "height": 640}
PAPER = {"light": "rgb(250, 246, 238)", "dark": "rgb(25, 22, 19)"}


@pytest.fixture
def talk():
    post = make_post(title="A talk")
    make_comment(post, text="The first remark.")
    return post


def tab(page, name):
    return page.get_by_role("tab", name=name)


def panel(page, name):
    return page.locator(f"#{name}")


def ground(page):
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_without_script_both_discussions_stand_below_their_links(page_without_js, talk):
    page = page_without_js
    page.goto(talk.get_absolute_url())
    expect(page.get_by_text("The first remark.")).to_be_visible()
    expect(page.get_by_text("No trackbacks yet.")).to_be_visible()
    page.get_by_role("link", name="Trackbacks (0)").click()
    assert page.url.endswith("#trackbacks")
    expect(panel(page, "trackbacks")).to_be_in_viewport()


def test_with_script_one_discussion_is_shown_at_a_time(page, talk):
    page.goto(talk.get_absolute_url())
    expect(tab(page, "Comments (1)")).to_have_attribute("aria-selected", "true")
    expect(panel(page, "trackbacks")).to_be_hidden()
    tab(page, "Trackbacks (0)").click()
    expect(page.get_by_text("No trackbacks yet.")).to_be_visible()
    expect(panel(page, "comments")).to_be_hidden()
    assert page.url.endswith("#trackbacks")


def test_tabs_are_moved_through_by_keyboard(page, talk):
    page.goto(talk.get_absolute_url())
    comments, trackbacks = tab(page, "Comments"), tab(page, "Trackbacks")
    comments.focus()
    for key, chosen in [
        ("ArrowRight", trackbacks),
        ("ArrowRight", comments),
        ("ArrowLeft", trackbacks),
        ("Home", comments),
        ("End", trackbacks),
    ]:
        page.keyboard.press(key)
        expect(chosen).to_be_focused()
        expect(chosen).to_have_attribute("aria-selected", "true")
    expect(comments).to_have_attribute("tabindex", "-1")


def test_a_link_to_one_comment_or_trackback_opens_its_tab(page, talk):
    comment, trackback = make_comment(talk), make_trackback(talk)
    page.goto(f"{talk.get_absolute_url()}#comment-{comment.pk}")
    expect(page.locator(f"#comment-{comment.pk}")).to_be_in_viewport()
    page.goto("about:blank")
    page.goto(trackback.get_absolute_url())
    expect(tab(page, "Trackbacks")).to_have_attribute("aria-selected", "true")
    expect(page.locator(f"#trackback-{trackback.pk}")).to_be_in_viewport()


@pytest.mark.parametrize("how", ["mouse", "keyboard"])
def test_the_bubble_leads_back_to_the_comments(page, talk, how):
    page.goto(f"{talk.get_absolute_url()}#comments")
    if how == "mouse":
        tab(page, "Trackbacks").click()
    else:
        tab(page, "Comments").press("ArrowRight")
    page.get_by_role("link", name="1 comment on A talk").click()
    expect(panel(page, "comments")).to_be_visible()
    expect(panel(page, "trackbacks")).to_be_hidden()


def test_the_back_button_leaves_the_page_and_comes_back_to_the_same_tab(page, talk):
    page.goto("/")
    page.goto(talk.get_absolute_url())
    tab(page, "Trackbacks").click()
    tab(page, "Comments").click()
    tab(page, "Trackbacks").click()
    page.go_back()
    assert page.url.endswith("/")
    assert "#" not in page.url
    page.go_forward()
    expect(tab(page, "Trackbacks")).to_have_attribute("aria-selected", "true")


def test_the_system_chooses_the_dress_and_a_reader_may_change_it_for_good(new_context, talk):
    page = new_context(color_scheme="dark").new_page()
    page.goto("/")
    assert ground(page) == PAPER["dark"]
    switch = page.get_by_role("button", name="Dark colours")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    assert ground(page) == PAPER["light"]
    page.goto(talk.get_absolute_url())
    assert ground(page) == PAPER["light"]
    expect(switch).to_have_attribute("aria-pressed", "false")


def test_without_script_the_system_alone_chooses_the_dress(new_context):
    page = new_context(color_scheme="dark", java_script_enabled=False).new_page()
    page.goto("/")
    assert ground(page) == PAPER["dark"]
    expect(page.locator(".theme-switch")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_no_page_scrolls_sideways_on_the_smallest_phone(new_context, script):
    addresses = make_every_page()
    page = new_context(viewport=NARROW, java_script_enabled=script).new_page()
    for name, address in addresses.items():
        page.goto(address)
        assert widest(page) <= NARROW["width"], name


def widest(page):
    return page.evaluate("document.documentElement.scrollWidth")


def test_a_language_from_right_to_left_mirrors_the_page(new_context, talk):
    page = new_context(viewport=NARROW, locale="he").new_page()
    page.goto(talk.get_absolute_url())
    assert page.locator("html").get_attribute("dir") == "rtl"
    badge, bubble = page.locator(".date-badge"), page.locator(".comment-bubble")
    assert badge.bounding_box()["x"] > bubble.bounding_box()["x"]
    assert widest(page) <= NARROW["width"]


def test_wide_code_scrolls_by_keyboard_only_where_it_is_too_wide(page):
    post = make_post(body=f"```\n{'wide ' * 30}\n```\n\n```\nnarrow\n```")
    page.goto(post.get_absolute_url())
    expect(page.locator("pre").first).to_have_attribute("tabindex", "0")
    expect(page.locator("pre").last).not_to_have_attribute("tabindex", "0")


def test_paper_gets_both_discussions_and_nothing_to_click(page, talk):
    make_trackback(talk, title="From elsewhere")
    page.goto(talk.get_absolute_url())
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_text("The first remark.")).to_be_visible()
    expect(page.get_by_text("From elsewhere")).to_be_visible()
    for absent in (".site-nav", ".respond", ".tabs", ".comment-reply"):
        expect(page.locator(absent).first).to_be_hidden()
    assert ground(page) == "rgb(255, 255, 255)"


@pytest.mark.parametrize(
    ("place", "animation"), [(".comment", "arrive"), ("#comments", "none"), ("#content", "none")]
)
def test_a_link_marks_the_place_it_leads_to_unless_it_fills_the_page(page, talk, place, animation):
    page.goto(talk.get_absolute_url())
    name = page.locator(place).first.get_attribute("id")
    page.goto(f"{talk.get_absolute_url()}#{name}")
    style = "element => getComputedStyle(element).animationName"
    assert page.locator(f"#{name}").evaluate(style) == animation


@pytest.mark.parametrize("width", [720, 1280], ids=["upright paper", "paper on its side"])
def test_on_paper_nothing_lies_over_anything_else(new_context, talk, width):
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(talk.get_absolute_url())
    page.emulate_media(media="print")
    for left, right in [(".date-badge", ".post-title"), (".comment-number", ".comment-name")]:
        badge = page.locator(left).first.bounding_box()
        assert badge["x"] + badge["width"] <= page.locator(right).first.bounding_box()["x"]
