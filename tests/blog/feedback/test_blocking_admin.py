"""The block list in the admin."""

import pytest
from django.urls import reverse

from blog.models import BlockRule

LIST = reverse("admin:blog_blockrule_changelist")
ADD = reverse("admin:blog_blockrule_add")
pytestmark = pytest.mark.django_db


def test_a_rule_is_added_in_its_one_spelling(admin, staff):
    response = admin.post(ADD, {"kind": "host", "value": "https://Pills.example/", "why": "Ads."})
    assert response.status_code == 302
    rule = BlockRule.objects.get()
    assert (rule.value, rule.by, rule.why) == ("pills.example", staff, "Ads.")


def test_what_a_list_brought_becomes_the_authors_own(admin, staff):
    BlockRule.objects.create(kind="term", value="casino", source="a list")
    assert admin.post(ADD, {"kind": "term", "value": "Casino", "why": ""}).status_code == 302
    rule = BlockRule.objects.get()
    assert (rule.source, rule.by) == ("", staff)


def test_what_blocks_too_much_is_refused_beside_its_field(admin):
    page = admin.post(ADD, {"kind": "term", "value": "ab", "why": ""})
    assert "Write at least 3 characters" in page.content.decode()
    assert not BlockRule.objects.exists()


def test_chosen_rules_are_taken_off(admin):
    rules = [BlockRule.objects.create(value=f"word {n}") for n in range(3)]
    data = {"action": "take_off", "_selected_action": [rules[0].pk, rules[1].pk]}
    page = admin.post(LIST, data, follow=True)
    assert "2 rules are gone." in page.content.decode()
    assert list(BlockRule.objects.all()) == [rules[2]]


def test_a_rule_is_never_changed(admin):
    rule = BlockRule.objects.create(value="casino")
    page = reverse("admin:blog_blockrule_change", args=[rule.pk])
    assert admin.post(page, {"kind": "term", "value": "poker"}).status_code == 403
    rule.refresh_from_db()
    assert rule.value == "casino"


def test_what_no_list_brought_is_filtered_by_a_name(admin):
    BlockRule.objects.create(value="casino", source="a list")
    BlockRule.objects.create(value="poker")
    assert '<a href="?source=">added by hand</a>' in admin.get(LIST).content.decode()
    ours = admin.get(LIST, {"source": ""}).context["cl"].result_list
    assert [rule.value for rule in ours] == ["poker"]


def test_a_list_that_is_whole_offers_no_way_to_the_whole(admin):
    BlockRule.objects.create(value="casino")
    assert 'class="is-whole"' in admin.get(LIST).content.decode()
    for chosen in ({"q": "casino"}, {"kind__exact": "term"}):
        assert 'class="is-whole"' not in admin.get(LIST, chosen).content.decode()


def test_a_long_list_costs_as_few_queries_as_a_short_one(admin, django_assert_max_num_queries):
    BlockRule.objects.bulk_create(BlockRule(value=f"word {n}") for n in range(300))
    with django_assert_max_num_queries(10):
        admin.get(LIST)
