"""The author writes down whom to trust and whom to block, or says so at a link."""

from itertools import cycle

import pytest
from django.contrib.auth.models import Permission

from blog.feedback.models import Status
from tests.factories import make_trackback, make_user
from tests.hostile_text import OWN
from trackbacks.models import SourceRule

pytestmark = pytest.mark.django_db

RULES = "/admin/trackbacks/sourcerule/"


@pytest.fixture
def admin(client):
    client.force_login(make_user(is_staff=True))
    return client


def add(client, effect="block", kind="host", value="example.org", note=""):
    typed = {"effect": effect, "kind": kind, "value": value, "note": note}
    return client.post(f"{RULES}add/", typed)


def told(response):
    return response.context["adminform"].form.errors.as_text()


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("host", "https://Example.ORG.:443/", "example.org"),
        ("prefix", "Example.org/~Ann/", "example.org/~Ann"),
        ("network", "192.0.2.7/24", "192.0.2.0/24"),
    ],
)
def test_a_rule_is_kept_in_one_spelling(admin, kind, typed, kept):
    assert add(admin, kind=kind, value=typed, note="spam").status_code == 302
    rule = SourceRule.objects.get()
    assert (rule.effect, rule.kind, rule.value, rule.note) == ("block", kind, kept, "spam")


def test_the_same_place_has_one_rule_however_it_is_typed(admin):
    add(admin)
    response = add(admin, effect="trust", value="EXAMPLE.org")
    assert "already exists" in told(response)
    assert SourceRule.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": "example.org/blog/"}, "choose “addresses that begin with”"),
        ({"kind": "network", "value": "all"}, "Write a network address"),
        ({"kind": "network", "effect": "trust", "value": "192.0.2.7"}, "trust a site"),
        ({"value": ""}, "required"),
        ({"kind": "planet"}, "not one of the available choices"),
    ],
)
def test_what_is_no_place_is_refused_in_words_and_stays_typed(admin, fields, words):
    response = add(admin, **fields)
    assert words in told(response)
    assert fields.get("value", "") in response.content.decode()
    assert not SourceRule.objects.exists()


def test_no_hostile_text_breaks_the_form(admin):
    for payload, kind in zip(OWN, cycle(("host", "prefix", "network")), strict=False):
        typed = payload.encode("utf-8", "replace").decode()
        assert add(admin, kind=kind, value=typed, note=typed).status_code in {200, 302}
    assert admin.get(RULES).status_code == 200


def test_the_list_asks_as_much_for_twice_the_rules(admin, django_assert_max_num_queries):
    add(admin)
    admin.get(RULES)
    for number in range(20):
        SourceRule.objects.create(effect="block", kind="host", value=f"x{number}.example")
    with django_assert_max_num_queries(8):
        assert admin.get(RULES).status_code == 200


# --- At a link


def decide(client, link, what):
    return client.post(f"/admin/trackbacks/trackback/{link.pk}/site/", {"do": what}, follow=True)


def page(client, link):
    return client.get(f"/admin/trackbacks/trackback/{link.pk}/change/").content.decode()


def test_a_site_is_trusted_at_a_link_of_it(admin):
    link = make_trackback(source="https://ann.example/a", status=Status.PENDING)
    assert "Trust this site" in page(admin, link)
    text = decide(admin, link, "trust").content.decode()
    assert "Links from ann.example are shown at once from now on. 1 link changed" in text
    link.refresh_from_db()
    assert link.status == "approved"
    assert "ann.example is trusted from now on" in text
    assert "Trust this site" not in text
    assert "Block this site" in text


def test_a_site_is_blocked_at_a_link_of_it(admin):
    link = make_trackback(source="https://ann.example/a")
    text = decide(admin, link, "block").content.decode()
    assert "No more links are taken from ann.example." in text
    assert SourceRule.objects.get().effect == "block"
    assert "Block this site" not in text


def test_what_is_no_decision_changes_nothing(admin):
    link = make_trackback()
    assert decide(admin, link, "praise").status_code == 400
    assert admin.get(f"/admin/trackbacks/trackback/{link.pk}/site/").status_code == 405
    assert admin.post("/admin/trackbacks/trackback/999999/site/").status_code == 404
    assert not SourceRule.objects.exists()


def test_whoever_may_only_moderate_makes_no_rules(client):
    user = make_user(is_staff=True, is_superuser=False)
    may = ["view_trackback", "change_trackback"]
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    client.force_login(user)
    link = make_trackback()
    assert "Trust this site" not in page(client, link)
    assert decide(client, link, "trust").status_code == 403
    assert not SourceRule.objects.exists()
