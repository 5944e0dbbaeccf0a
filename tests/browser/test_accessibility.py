"""No page breaks a rule of axe, in its light dress or its dark one."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from blog.models import BlockRule
from tests.browser.accessibility import assert_accessible
from tests.every_page import make_every_page
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db(transaction=True)


# Others are made of the same templates.
PAGES = [
    "home", "post", "imported post", "closed post", "page", "archive", "category",
    "search with results", "search without results", "search too short", "form", "closed form",
    "reply page", "receipt", "edit page", "own comments", "answer by mail", "privacy",
    "my data", "stop mail", "subscriptions", "not found",
]  # fmt: skip


def test_every_page_is_accessible(page):
    addresses = make_every_page()
    for name in PAGES:
        page.goto(addresses[name])
        assert_accessible(page)


def test_the_trackbacks_tab_is_accessible(page):
    page.goto(f"{make_post().get_absolute_url()}#trackbacks")
    assert_accessible(page)


def test_a_post_whose_scripts_never_came_is_accessible(page):
    # Not a browser without script: axe is one itself.
    page.route("**/*.js", lambda route: route.abort())
    post = make_post()
    make_comment(post)
    page.goto(post.get_absolute_url())
    assert_accessible(page)


def test_a_form_with_errors_and_a_preview_are_accessible(page):
    page.goto(reverse("comments:create", args=[make_post().pk]))
    for name, words in {"name": "Jo", "email": "jo@example", "body": "*Well*"}.items():
        page.locator(f"[name={name}]").fill(words)
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    page.locator("[name=email]").fill("jo@example.com")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".comment-preview")).to_be_visible()
    assert_accessible(page)


def test_a_form_that_came_to_a_comment_is_accessible(page):
    post = make_post()
    make_comment(post)
    page.goto(post.get_absolute_url())
    page.get_by_role("link", name="Reply").click()
    assert_accessible(page)


def test_a_list_in_the_admin_that_was_searched_is_accessible_and_fits(page, log_in):
    BlockRule.objects.create(value="casino")
    BlockRule.objects.create(value="casino royal", source="a list")
    log_in(page, make_user("rosa", is_staff=True))
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{reverse('admin:blog_blockrule_changelist')}?q=casino")
    expect(page.get_by_role("link", name="Show all")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_start_page_of_the_admin_is_accessible_where_nobody_is_mailed(page, log_in, settings):
    settings.EMAIL_URL = "smtp://localhost"
    log_in(page, make_user("rosa", is_staff=True, email=""))
    page.goto(reverse("admin:index"))
    expect(page.get_by_role("link", name="Give one in the site settings")).to_be_visible()
    assert_accessible(page)
