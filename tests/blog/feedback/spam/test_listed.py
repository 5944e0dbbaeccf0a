"""The block list: searched fast, and heeded by whose word it is."""

import pytest

from blog.feedback.spam import BlockList, Bounds
from blog.feedback.submission import Sender
from blog.text.folding import fold
from tests.blog.feedback.spam.verdicts import codes, verdict


def bounds(*rules, source=""):
    return Bounds(blocked=(BlockList((kind, value, source) for kind, value in rules),))


@pytest.mark.parametrize(
    ("term", "text", "is_found"),
    [
        ("casino", "The Casinos of town", True),
        ("casino", "online-casino", True),
        ("casino", "onlinecasino", False),
        ("cialis", "a specialist", False),
        ("ass", "an assessment", False),
        ("ass", "what an ass!", True),
        ("best price", "the best\n price of all", True),
        (".biz/", "http://a.biz/x", True),
        ("\u30b7\u30e7\u30c3\u30d7", "\u65b0\u30b7\u30e7\u30c3\u30d7\u3067", True),
        ("anna@a.example", "write to Anna@A.example", True),
    ],
)
def test_a_term_is_found_where_a_word_begins_with_it(term, text, is_found):
    found = BlockList([("term", term, "")]).terms_in(fold(text))
    assert list(found) == [term] * is_found


def test_what_the_author_blocks_is_spam_for_certain():
    rules = bounds(("term", "casino"), ("host", "pills.example"), ("network", "192.0.2.0/24"))
    assert codes("To the casino with bread", bounds=rules) == ["blocked_term"]
    assert codes(url="https://shop.pills.example/", bounds=rules)[0] == "blocked_host"
    assert codes(sender=Sender("192.0.2.7"), bounds=rules) == ["blocked_network"]
    assert verdict("To the casino with bread", bounds=rules).is_spam


def test_words_are_found_in_the_name_and_behind_a_disguise():
    rules = bounds(("term", "casino"))
    assert "blocked_term" in codes(author_name="Casino King", bounds=rules)
    assert "blocked_term" in codes("bread c\u0430sin\u043e", bounds=rules)
    assert "blocked_term" in codes("bread ca\u200bsino", bounds=rules)


def test_a_list_from_elsewhere_holds_by_several_words_and_never_by_one():
    rules = bounds(("term", "financial debt"), ("term", "quality content"), source="a list")
    assert not verdict("My bread is financial debt", bounds=rules).is_held
    text = "quality content for financial debt https://a.example bread"
    assert [reason.code for reason in verdict(text, bounds=rules).reasons] == ["listed_term"]
    assert verdict(text, bounds=rules).is_held
    assert not verdict(text, bounds=rules).is_spam


def test_a_reason_keeps_no_address_of_anybody():
    rules = bounds(("term", "anna@a.example"), ("network", "192.0.2.0/24"))
    found = verdict(email="anna@a.example", sender=Sender("192.0.2.7"), bounds=rules)
    words = " ".join(reason.text for reason in found.reasons)
    assert "anna" not in words
    assert "192" not in words


def test_a_long_list_is_searched_as_fast_as_a_short_one():
    """Counted in steps, not in time: each place of the text is looked up, never each term."""
    looked_up = []

    class Counting(str):
        __slots__ = ()

        def __getitem__(self, key):
            looked_up.append(key)
            return str.__getitem__(self, key)

    text = fold("word " * 200)
    for size in (10, 20_000):
        looked_up.clear()
        BlockList(("term", f"x{n}y", "") for n in range(size)).terms_in(Counting(text))
        assert len(looked_up) <= 3 * len(text)
