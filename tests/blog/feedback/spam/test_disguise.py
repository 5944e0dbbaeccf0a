"""Letters that are not what they look like."""

import pytest

from tests.blog.feedback.spam.verdicts import codes, standing


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bread from the c\u200bas\u200bino kitchen", ["hidden"]),
        ("Bread with vi\u00adagra", ["hidden"]),
        ("Bread from the c\u0430sino kitchen", ["lookalike"]),
        ("\U0001d401\U0001d42e\U0001d432 \U0001d427\U0001d428\U0001d430 bread", ["fancy"]),
        ("Bread b\u0300\u0301\u0302\u0303\u0304\u0305read", ["marks"]),
    ],
)
def test_a_disguise_is_seen(text, found):
    assert codes(text, url="https://a.example") == found


@pytest.mark.parametrize(
    "text",
    [
        "The loaf\ufeff",
        "A family \U0001f468\u200d\U0001f469\u200d\U0001f467 eats bread",
        "Bread \u2764\ufe0f",
        "Brot und B\u00f6rek, cr\u00e8me br\u00fbl\u00e9e, pi\u00f1a",
        "The \u03b1 and \u03b2 of bread",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 bread bread bread bread bread bread",
        "Ti\u1ebfng Vi\u1ec7t c\u00f3 b\u00e1nh m\u00ec",
    ],
)
def test_honest_spellings_are_no_disguise(text):
    assert codes(text) == []


def test_one_slip_of_the_keyboard_holds_nothing_and_several_do():
    link = " https://a.example"
    assert standing("The bread of Bj\u04e7rk" + link) == "shown"
    assert standing("Bread: b\u0435st c\u0430sin\u043e" + link) == "held"
