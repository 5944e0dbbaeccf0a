"""What the classifier sees of a text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.feedback.learning.tokens import ALL_TOKENS, Words, _features, tokens_of


def seen(text="", **fields):
    return {feature for feature, _ in _features(Words(text, **fields))}


def test_words_and_pairs_of_words_are_seen():
    assert seen("Bread waits for nobody") == {
        *("bread", "waits", "for", "nobody", "bread waits", "waits for", "for nobody"),
        *("#begin bread", "nobody #end"),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BREAD", "bread"),
        ("so loooooove it", "so loove it"),
        ("vi\u200bsit", "visit"),
        ("\uff42\uff52\uff45\uff41\uff44", "bread"),
        ("I&#39;m", "i'm"),
        ("bread<br />salt", "bread salt"),
    ],
)
def test_spellings_that_readers_take_for_the_same_are_the_same(one, other):
    assert seen(one) - {"#shouting"} == seen(other)


def test_a_number_keeps_its_noughts():
    assert "1000000" in seen("1000000")


def test_an_address_is_one_word_and_tells_its_domains_and_its_path():
    found = seen("Look https://www.shop.pills.example/cheap/offer?ref=12 now")
    assert {"#address", "look #address", "#host shop.pills.example", "#host pills.example"} <= found
    assert {"#path cheap", "#path offer", "#has a path", "#has a query"} <= found
    assert "pills" not in found


@pytest.mark.parametrize("text", ["cheap-pills.com", 'a <a href="http://b.example">c</a>'])
def test_an_address_without_scheme_and_one_in_markup_are_seen(text):
    assert any(feature.startswith("#host") for feature in seen(text))


def test_the_end_of_a_sentence_is_no_address():
    assert "#address" not in seen("I baked it.Then I slept e.g. for an hour.")


def test_name_and_website_are_told_from_what_is_said():
    found = seen("Nice", kind="comment", name="Cheap Car Hire", url="https://cheap-hire.example/")
    assert {"#comment by cheap", "#comment by many words", "#kind comment"} <= found
    assert {"#comment from cheap-hire.example", "#comment from word hire"} <= found
    assert "cheap" not in found


def test_how_a_text_looks_is_seen():
    assert {"#shouting", "#exclaiming"} <= seen("CHECK OUT MY CHANNEL!!!")
    assert {"#asking", "#pictures"} <= seen("Why? \N{PILE OF POO}")
    assert "#markup" in seen("[url=http://a.example]b[/url]")


def test_a_script_without_spaces_is_seen_by_pairs_of_characters():
    assert {"联系", "系电", "电话"} <= seen("联系电话")


def test_tokens_hold_no_word_and_fit_the_column_of_a_database():
    tokens = tokens_of(Words("a few of these", name="Ann", url="https://ann.example/"))
    assert all(ALL_TOKENS < token < 2**63 for token in tokens)


def test_tokens_are_the_same_wherever_they_are_made():
    """Another number, and every blog has forgotten what it had learnt of the word."""
    assert 7446750128894866985 in tokens_of(Words("bread"))


@pytest.mark.parametrize(
    "hostile",
    [
        "a." * 5000,
        "a-" * 5000,
        "<a " * 4000,
        "<" * 10_000,
        "&#" * 5000,
        "http://" * 1400,
        "x" * 10**5,
    ],
)
def test_no_text_takes_long(hostile):
    began = time.process_time()
    tokens_of(Words(hostile))
    assert time.process_time() - began < 0.5


@given(st.text(), st.text(), st.text())
def test_any_text_has_tokens(text, name, url):
    tokens_of(Words(text, "comment", name, url))
