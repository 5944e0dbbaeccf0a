"""A reader asks what is kept about her, and erases it: without script, by the link in her mail."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible
from tests.factories import make_comment
from tests.mail_server import send_due

pytestmark = pytest.mark.django_db(transaction=True)
HERS = {"author_name": "Ann", "email": "ann@example.com", "text": "What Ann thinks"}


def ask(page, post):
    """Follow the way that leads there from the form under a post, and type an address."""
    page.goto(post.get_absolute_url())
    page.get_by_role("link", name="What is kept of this").click()
    page.get_by_role("link", name="What is kept about me").click()
    page.get_by_label("E-mail").fill("ann@example.com")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="A mail is on its way")).to_be_visible()


def test_she_asks_by_mail_and_erases_everything(page_without_js, mail_server):
    page = page_without_js
    comment = make_comment(**HERS)
    make_comment(parent=comment, text="What Bob thinks")
    ask(page, comment.post)
    send_due()
    (link,) = re.findall(r"http://\S+/comments/my-data/\S+", mail_server.only_mail().text)
    page.goto(link)
    expect(page.get_by_text("What Ann thinks")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download it").click()
    assert download.value.suggested_filename == "my-data.json"
    page.get_by_role("link", name="Erase it…").click()
    page.get_by_role("link", name="No, go back").click()
    page.get_by_role("link", name="Erase it…").click()
    page.get_by_role("button", name="Erase it for good").click()
    expect(page.get_by_role("heading", name="It is erased")).to_be_visible()
    page.goto(comment.post.get_absolute_url())
    expect(page.get_by_text("This comment is not shown.")).to_be_visible()
    expect(page.get_by_text("What Bob thinks")).to_be_visible()
    expect(page.get_by_text("What Ann thinks")).to_be_hidden()


def test_a_mistyped_address_is_said_beside_the_field(page, mail_server):
    page.goto("/comments/my-data/")
    page.get_by_label("E-mail").fill("ann@example")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not an e-mail address")
    assert_accessible(page)
    assert mail_server.mails == []
