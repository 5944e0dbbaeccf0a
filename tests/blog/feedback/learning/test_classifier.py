"""The classifier by itself: counts in, a probability out."""

import pytest

from blog.feedback.learning.classifier import Seen, probability
from blog.feedback.learning.prior import prior_counts, texts_in, with_prior
from blog.feedback.learning.tokens import ALL_TOKENS, Words, tokens_of
from tests.spam_report import counts_of

HAM = ["The second loaf was better than the first", "Which flour did you use?"]
SPAM = ["Cheap watches here, visit my shop", "Visit my shop for cheap pills"]
TAUGHT = counts_of([(Words(text), text in SPAM) for text in HAM + SPAM])


def asked(text, counts=TAUGHT, **fields):
    return probability(tokens_of(Words(text, **fields)), counts)


def untaught(text, **fields):
    """What a new blog makes of a comment."""
    tokens = tokens_of(Words(text, kind="comment", **fields))
    return probability(tokens, with_prior({}, tokens))


def test_what_resembles_spam_is_probably_spam():
    assert asked("Visit my cheap shop") > 0.9


def test_what_resembles_ham_is_probably_ham():
    assert asked("Was the flour better?") < 0.2


def test_what_was_never_seen_says_nothing():
    assert asked("quux corge", {}) == asked("quux corge", {ALL_TOKENS: Seen(9, 9)}) == 0.5


def test_more_spam_than_ham_makes_nothing_more_probable():
    uneven = counts_of([(Words(text), text in SPAM) for text in HAM + SPAM * 30])
    assert asked("Was the flour better?", uneven) < 0.2


@pytest.mark.parametrize("text", ["", "a", "shop " * 5000, "\ud800", "\u202e" * 50])
@pytest.mark.parametrize("counts", [{}, TAUGHT, counts_of([(Words("a"), True)])])
def test_any_text_has_a_probability(text, counts):
    assert 0 <= asked(text, counts) <= 1


@pytest.mark.parametrize(
    "spam",
    [
        "Please subscribe to my new channel",
        "Buy cheap pills http://pills.example/",
        "Thanks for this wonderful web site, I have bookmarked your blog",
    ],
)
def test_a_new_blog_knows_the_commonest_spam(spam):
    assert untaught(spam) > 0.9


@pytest.mark.parametrize(
    "ham",
    [
        "My loaf fell apart in the oven, what did I do wrong?",
        "I don't think that the bridge was built before the war.",
        "That happened to my brother too!",
    ],
)
def test_a_new_blog_suspects_nobody_who_talks(ham):
    assert untaught(ham) < 0.5


def test_what_the_author_decides_outweighs_what_was_known_before():
    text = "Please subscribe to my new channel"
    tokens = tokens_of(Words(text))
    counts = counts_of([(Words(text), False)] * 30)
    assert probability(tokens, with_prior(counts, tokens)) < 0.1


def test_the_invented_texts_count_as_all_tokens_together():
    counts = dict(prior_counts())
    total = counts.pop(ALL_TOKENS)
    assert total == pytest.approx([sum(seen) for seen in zip(*counts.values(), strict=True)])


def test_a_line_of_the_invented_texts_may_name_who_says_it():
    bare, named = texts_in("Nice.\nNice blog! | cheap hosting | https://hosting.example/\n")
    assert bare == Words("Nice.", kind="comment")
    assert named == Words("Nice blog!", "comment", "cheap hosting", "https://hosting.example/")
