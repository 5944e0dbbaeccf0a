"""The classifier by itself: counts in, a probability out."""

import pytest

from blog.feedback.learning.classifier import Seen, probability
from blog.feedback.learning.tokens import EVERY_TEXT, Words, tokens_of


def counts_of(*, ham=(), spam=()):
    """The counts of a classifier that was taught these texts."""
    counts = {}
    for place, texts in enumerate((ham, spam)):
        for text in texts:
            for token in tokens_of(Words(text)):
                counts.setdefault(token, [0, 0])[place] += 1
    return {token: Seen(*seen) for token, seen in counts.items()}


TAUGHT = counts_of(
    ham=["The second loaf was better than the first", "Which flour did you use?"],
    spam=["Cheap watches here, visit my shop", "Visit my shop for cheap pills"],
)


def test_what_resembles_spam_is_probably_spam():
    assert probability(tokens_of(Words("Visit my cheap shop")), TAUGHT) > 0.9


def test_what_resembles_ham_is_probably_ham():
    assert probability(tokens_of(Words("Was the flour better?")), TAUGHT) < 0.2


@pytest.mark.parametrize("counts", [{}, counts_of(ham=["a"]), counts_of(spam=["a"])])
def test_nothing_is_said_until_texts_of_both_sorts_were_seen(counts):
    assert probability(tokens_of(Words("a")), counts) is None


@pytest.mark.parametrize("text", ["", "a", "shop " * 5000, "\ud800", "\u202e" * 50])
def test_any_text_has_a_probability(text):
    assert 0 <= probability(tokens_of(Words(text)), TAUGHT) <= 1


def test_every_text_has_the_token_that_counts_texts():
    assert EVERY_TEXT in tokens_of(Words(""))
    assert min(tokens_of(Words("some words"))) == EVERY_TEXT


def test_tokens_fit_the_column_of_a_database():
    assert all(-(2**63) <= token < 2**63 for token in tokens_of(Words("a few of these")))
