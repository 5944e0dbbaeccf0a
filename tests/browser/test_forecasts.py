"""An author asks in a real browser what a rule would change, before she saves it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from blog.models import BlockRule, SiteSettings
from comments.services import submit
from tests.browser.accessibility import assert_accessible
from tests.factories import make_post, make_submission, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_what_would_change_is_told_first_and_enter_saves(new_context, log_in, has_script):
    SiteSettings.objects.create(pk=1, comment_policy="publish")
    submit(make_post(title="Bread"), make_submission(text="A loaf for the casino."))
    page = new_context(java_script_enabled=has_script).new_page()
    log_in(page, make_user("rosa", is_staff=True))
    page.goto(reverse("admin:blog_blockrule_add"))
    page.get_by_label("What:").fill("Casino")
    page.get_by_role("button", name="What would change?").click()
    told = page.get_by_role("region", name="What would change")
    expect(told.get_by_text("1 shown would be spam")).to_be_visible()
    expect(told.get_by_text("A loaf for the casino.")).to_be_visible()
    if has_script:
        assert_accessible(page)
    assert not BlockRule.objects.exists()
    page.get_by_label("What:").press("Enter")
    expect(page.get_by_role("heading", name="Block list")).to_be_visible()
    assert BlockRule.objects.get().value == "casino"
