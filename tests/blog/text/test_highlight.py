"""Code in colour, by classes alone."""

import pytest

from blog.text.highlight import MAX_CHARACTERS, highlighted


def test_known_languages_get_classes_and_no_style():
    html = highlighted("x = '<b>'", "python")
    assert html.startswith('<pre class="highlight"><code class="language-python">')
    assert "style=" not in html
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize("language", ["", "klingon", '"><script>', "../etc", "\x00"])
def test_unknown_languages_are_left_to_the_plain_block(language):
    assert highlighted("x", language) == ""


def test_blank_lines_at_the_ends_of_code_stay():
    assert highlighted("\n\nx\n\n", "text").endswith(">\n\nx\n\n</code></pre>\n")


def test_very_long_code_keeps_one_colour():
    assert highlighted("x" * (MAX_CHARACTERS + 1), "python") == ""
