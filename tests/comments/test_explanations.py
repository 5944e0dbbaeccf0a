"""What a reader is told: plain words, and nothing that shows a way past the filter."""

from blog.feedback.filters import REASONS
from comments.explanations import IN_PLAIN_WORDS, explain


def said(*codes):
    return [str(words) for words in explain({"code": code, "text": "secret"} for code in codes)]


def test_a_reason_is_told_in_plain_words():
    (words,) = said("first")
    assert "first one from this browser" in words


def test_what_moderators_read_is_not_told():
    assert not [words for words in said("links", "first", "unheard-of") if "secret" in words]


def test_a_reason_without_words_for_readers_is_still_one():
    assert said("unheard-of") == ["Something in it made the filter against spam careful."]


def test_each_thing_is_told_once_in_the_order_it_was_found():
    told = said("links", "unheard-of", "another", "first", "links")
    assert len(told) == 3
    assert told[0] == said("links")[0]


def test_what_says_nothing_to_her_is_left_out():
    assert said("appeal", "withdrawn", "import", "trusted") == []


def test_every_reason_that_a_moderator_can_filter_for_is_thought_of():
    assert not set(REASONS) - set(IN_PLAIN_WORDS)
