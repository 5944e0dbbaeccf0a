"""The button that says, before anything is saved, what a rule or a threshold would change."""

import pytest
from django.urls import reverse

from blog.models import BlockRule, SiteSettings
from comments import services
from tests.blog.admin.test_site_settings import typed
from tests.factories import make_post, make_submission, make_trackback, make_user
from trackbacks.models import SourceRule

SETTINGS = reverse("admin:blog_sitesettings_change", args=[1])
BLOCK = reverse("admin:blog_blockrule_add")
SOURCE = reverse("admin:trackbacks_sourcerule_add")
pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    SiteSettings.objects.create(pk=1, comment_policy="publish")
    return services.submit(make_post(), make_submission(text="A loaf for the casino."))


def test_a_rule_says_what_it_would_change_and_is_not_saved(admin, comment):
    data = {"kind": "term", "value": "Casino", "why": "Ads.", "_what_if": "1"}
    page = admin.post(BLOCK, data).content.decode()
    assert "<strong>1</strong> shown would be <strong>spam</strong>" in page
    assert "A loaf for the casino." in page
    assert 'value="Casino"' in page
    assert not BlockRule.objects.exists()


def test_a_setting_says_what_it_would_change_and_is_not_saved(admin, comment):
    SiteSettings.objects.filter(pk=1).update(title="Kept")
    data = typed(title="Lost", comment_policy="hold_all") | {"_what_if": "1"}
    page = admin.post(SETTINGS, data).content.decode()
    assert "<strong>1</strong> shown would be <strong>held</strong>" in page
    assert SiteSettings.objects.get().title == "Kept"
    assert "Lost · " not in page


def test_a_rule_for_links_says_what_it_would_change(admin):
    make_trackback(source="https://ads.example/1", evidence={"is_known": False})
    data = {"effect": "block", "kind": "host", "value": "ads.example", "_what_if": "1"}
    page = admin.post(SOURCE, data).content.decode()
    assert "<strong>1</strong> held would be <strong>not taken</strong>" in page
    data["effect"] = "trust"
    assert "held would be <strong>shown</strong>" in admin.post(SOURCE, data).content.decode()
    assert not SourceRule.objects.exists()


def test_a_rule_for_links_that_is_turned_round_says_what_it_would_change(admin):
    rule = SourceRule.objects.create(effect="trust", kind="host", value="ads.example")
    make_trackback(source="https://ads.example/1", evidence={"is_known": False})
    data = {"effect": "block", "kind": "host", "value": "ads.example", "_what_if": "1"}
    address = reverse("admin:trackbacks_sourcerule_change", args=[rule.pk])
    page = admin.post(address, data).content.decode()
    assert "<strong>1</strong> shown would be <strong>not taken</strong>" in page
    rule.refresh_from_db()
    assert rule.effect == "trust"


def test_a_rule_that_changes_nothing_says_so(admin, comment):
    page = admin.post(BLOCK, {"kind": "term", "value": "poker", "_what_if": "1"})
    assert "Nothing: all of them would stand as they did." in page.content.decode()


def test_what_was_typed_wrong_is_told_as_ever(admin):
    page = admin.post(BLOCK, {"kind": "term", "value": "ab", "_what_if": "1"}).content.decode()
    assert "Write at least 3 characters" in page
    assert "What would change</h2>" not in page


@pytest.mark.parametrize("address", [SETTINGS, BLOCK, SOURCE])
def test_who_may_not_save_is_told_nothing(client, address):
    client.force_login(make_user(is_staff=True, is_superuser=False))
    assert client.post(address, typed() | {"_what_if": "1"}).status_code == 403
