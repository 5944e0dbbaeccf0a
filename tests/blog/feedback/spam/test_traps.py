"""How something was sent."""

import pytest

from tests.blog.feedback.spam.verdicts import codes, verdict

LONG = "The crust of my loaf. " * 20


def test_what_only_programs_fill_in_is_spam_for_certain():
    assert verdict(honeypot="x").is_spam


@pytest.mark.parametrize(("seconds", "found"), [(4, ["haste"]), (40, []), (None, [])])
def test_a_long_text_takes_its_time(seconds, found):
    assert codes(LONG, seconds=seconds) == found


def test_a_short_one_does_not():
    assert codes("Good bread!", seconds=3) == []


def test_haste_alone_holds_nothing():
    assert not verdict(LONG, seconds=3).is_held


@pytest.mark.parametrize(("repeats", "points"), [(0, 0), (1, 4), (2, 7), (20, 7)])
def test_the_same_words_elsewhere_weigh_more_the_more_often_they_came(repeats, points):
    text = "The crust of the loaf is hard, see https://a.example"
    assert verdict(text, repeats=repeats).score == points
