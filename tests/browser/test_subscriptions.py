"""From the choice in the form to the stop of the last mail, in a real browser."""

import re

import pytest
from django.core import mail as django_mail
from playwright.sync_api import expect

from blog.models import SiteSettings
from comments.models import Comment, Subscription
from comments.subscriptions import jobs
from tests.browser.accessibility import assert_accessible
from tests.factories import make_comment, make_post
from tests.mail_server import send_due

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mail_is_on")]


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def reader(request, new_context):
    page = new_context(java_script_enabled=request.param).new_page()
    page.has_script = request.param
    return page


def check(page, heading):
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    if page.has_script:
        assert_accessible(page)


def open_link(page, part):
    """Open the link to `part` in the newest mail."""
    page.goto(re.search(rf"http\S+/comments/{part}/\S+", django_mail.outbox[-1].body)[0])


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def test_a_reader_asks_for_mail_gets_it_and_stops_it(reader):
    SiteSettings.objects.update_or_create(pk=1, defaults={"comment_policy": "publish"})
    post = make_post()
    reader.goto(post.get_absolute_url())
    for name, text in {"name": "Jo", "email": "jo@example.com", "body": "So it is."}.items():
        reader.locator(f".comment-form [name={name}]").fill(text)
    reader.get_by_label("Mail me").select_option("about every new comment here")
    if reader.has_script:
        assert_accessible(reader)
    press(reader, "Post comment")
    expect(reader.locator("main")).to_contain_text("A mail is on its way to the address")

    send_due()
    open_link(reader, "subscription/confirm")
    check(reader, "Do you want this mail?")
    press(reader, "Yes, send me this mail")
    check(reader, "You get mail")

    make_comment(parent=Comment.objects.get(), author_name="Em")
    jobs.tell_subscribers()
    send_due()
    assert "Em commented" in django_mail.outbox[-1].subject
    open_link(reader, "subscriptions")
    check(reader, "Your subscriptions")
    press(reader, "Stop")
    expect(reader.get_by_role("status").first).to_contain_text("Stopped.")
    assert Subscription.objects.get().state == "stopped"
    open_link(reader, "subscription/stop")
    check(reader, "Stopped")
