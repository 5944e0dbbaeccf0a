"""Words of strangers as one plain line."""

import unicodedata

import pytest

from tests.hostile_text import OWN
from trackbacks.words import plain_words, resolved, short_line


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<p>some <b onclick=\"x('y')\">bold</b> words</p>", "some bold words"),
        ("AT&amp;T <3 &#183; caf&eacute;", "AT&T <3 · café"),
        ("3 < 4 > 2", "3 < 4 > 2"),
        ("two\r\nlines\x00\x1f", "two lines"),
        ("&lt;b&gt;", "<b>"),
        ("", ""),
    ],
)
def test_words_are_taken_out_of_their_markup(sent, read):
    assert plain_words(sent, 100) == read


def test_a_long_line_is_cut_after_a_word():
    assert short_line("word " * 1000, 20) == "word word word word…"


def test_marks_piled_on_a_letter_are_cleared_away():
    line = short_line("Z" + "\u0301" * 400 + " Zu\u0308rich", 300)
    assert sum(map(bool, map(unicodedata.combining, line))) == 5
    assert line.endswith("Zu\u0308rich")


@pytest.mark.parametrize("text", [*OWN, "&#" + "9" * 10_000, "<" * 10_000, "&" * 10_000])
def test_nothing_is_too_hostile_to_be_read(text):
    assert len(plain_words(text, 252)) <= 252


def test_a_name_without_semicolon_is_no_reference_in_an_attribute():
    assert resolved("?a=1&copy=2&amp;b", is_attribute=True) == "?a=1&copy=2&b"
    assert resolved("&copy 2") == "© 2"
