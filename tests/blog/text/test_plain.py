"""Text without markup: what stays of it, and how it is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.plain import (
    clean_line,
    clean_text,
    crop,
    strip_controls,
    text_of_html,
    unescaped,
    words_of_html,
)
from tests.html_judge import CONTROLS


def test_control_characters_go_and_everything_else_stays():
    assert strip_controls("a\x00b\x1b\x7f\x85\ufffe\ud800c") == "abc"
    assert (
        strip_controls("tab\tline\nend\r é 漢 🎈 \u200d\u202e")
        == "tab\tline\nend\r é 漢 🎈 \u200d\u202e"
    )


def test_a_line_has_no_line_ends_and_no_runs_of_blanks():
    assert clean_line("  a \t b\r\n\n c\x00 ") == "a b c"
    assert clean_line("\n\t ") == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("\n \t\n  a\n\n b  \n\n", "  a\n\n b"),
        ("    code", "    code"),
        (" \n \n", ""),
        ("a\x00\x0bb", "ab"),
    ],
)
def test_a_text_keeps_its_shape_without_blank_lines_round_it(typed, kept):
    assert clean_text(typed) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    for clean in (strip_controls, clean_line, clean_text):
        once = clean(text)
        assert clean(once) == once
        assert not CONTROLS.search(once)


def test_references_are_resolved_however_many_digits_they_have():
    assert unescaped("&lt;caf&eacute;&#33;&#x21;") == "<café!!"
    assert unescaped(f"a&#{'1' * 5000};b") == "a\ufffdb"


def test_the_text_of_html_is_one_line_of_words():
    html = "<h2>A &amp; B</h2><p>one<br>two <em>th</em>ree</p><ul><li>x</li><li>y</li></ul>"
    assert text_of_html(html) == "A & B one two three x y"
    assert text_of_html("<p>&lt;b&gt; &#0; 1 &lt; 2</p>") == "<b> \ufffd 1 < 2"


def test_the_words_of_html_leave_out_code_notes_and_videos():
    html = (
        '<p>Words<sup class="footnote-ref"><a href="#n">[1]</a></sup>.</p><pre><code>x = 1</code>'
        '</pre><p><a class="video-facade" href="https://v.example">https://v.example</a></p>'
        '<section class="footnotes"><p>Note</p></section>'
    )
    assert words_of_html(html) == "Words."


@pytest.mark.parametrize(
    ("text", "cropped"),
    [
        ("short", "short"),
        ("exactly te", "exactly te"),
        ("several words here", "several…"),
        ("several, words", "several…"),
        ("unbrokenword", "unbrokenw…"),
        ("漢" * 20, "漢" * 9 + "…"),
    ],
)
def test_a_text_is_cut_after_a_word(text, cropped):
    assert crop(text, 10) == cropped


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_a_cut_text_is_never_too_long(text, length):
    assert len(crop(text, length)) <= length
