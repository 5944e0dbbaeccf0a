"""What the classifier says is one sign among others."""

import pytest

from tests.blog.feedback.spam.verdicts import codes, standing, verdict


@pytest.mark.parametrize(
    ("probability", "found"),
    [
        (None, []),
        (0.5, []),
        (0.75, ["learnt_spam"]),
        (1.0, ["learnt_spam"]),
        (0.05, ["learnt_ham"]),
        (0.0, ["learnt_ham"]),
    ],
)
def test_only_a_clear_likeness_counts(probability, found):
    text = "The bread at https://a.example is good"
    assert codes(text, probability=probability) == found


def test_likeness_alone_holds_and_never_puts_away():
    text = "The bread at https://a.example is good"
    assert standing(text, probability=0.95) == "held"
    assert standing(text, probability=1.0) == "held"


def test_nothing_is_called_wholly_certain():
    (reason,) = verdict("See https://a.example for bread", probability=1.0).reasons
    assert reason.text == "Reads like spam: 99 % likely, by what the filter has learnt."
