import pytest

from blog.feedback.blocking import block, unblock
from blog.models import BlockListVersion, BlockRule
from blog.web.places import PlaceRefused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("term", "  Cheap\tWATCHES ", "cheap watches"),
        ("term", "\uff43\uff41\uff53\uff49\uff4e\uff4f", "casino"),
        ("term", "cas\u200bino", "casino"),
        ("term", "Jan.Doe@Example.org", "jan.doe@example.org"),
        ("host", "https://Casino.Example/", "casino.example"),
        ("network", "192.0.2.7", "192.0.2.7/32"),
        ("network", "192.0.2.7/24", "192.0.2.0/24"),
    ],
)
def test_a_rule_has_one_spelling(kind, typed, kept):
    assert block(kind, typed, None).value == kept


def test_a_rule_says_who_made_it_and_why(staff):
    rule = block("host", "casino.example", staff, "Sent\n40 comments.")
    assert (rule.by, rule.why, rule.source) == (staff, "Sent 40 comments.", "")


def test_the_same_thing_is_blocked_once(staff):
    first = block("host", "casino.example", None)
    again = block("host", "http://casino.example", staff, "Again.")
    assert first == again
    assert BlockRule.objects.get().why == "Again."


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("term", "ab"),
        ("term", "a" * 301),
        ("term", "\u200b\u200b\u200b\u200b"),
        ("host", "two words"),
        ("host", "example.org/page"),
        ("network", "10.0.0.0/4"),
        ("network", "somewhere"),
    ],
)
def test_what_would_block_too_much_or_nothing_is_refused(kind, typed):
    with pytest.raises(PlaceRefused):
        block(kind, typed, None)
    assert not BlockRule.objects.exists()


def test_each_change_gives_the_list_another_version():
    tokens = set()
    rule = block("host", "casino.example", None)
    tokens.add(BlockListVersion.objects.get().token)
    assert unblock(BlockRule.objects.filter(pk=rule.pk)) == 1
    tokens.add(BlockListVersion.objects.get().token)
    assert len(tokens) == 2
