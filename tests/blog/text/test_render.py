"""From source to stored HTML, through every stage."""

import pytest

from blog.text.render import render_comment, render_post


def test_an_authors_markdown_becomes_html():
    rendered = render_post("# Title\n\nSome *words*.", "markdown", prefix="slug")
    assert rendered.html == '<h2 id="slug--title">Title</h2>\n<p>Some <em>words</em>.</p>'


def test_without_the_mark_there_is_no_teaser():
    assert render_post("All of it.", "markdown", prefix="slug").teaser == ""


def test_the_teaser_is_what_stands_before_the_mark():
    rendered = render_post("First.\n\n<!--more-->\n\nSecond.", "markdown", prefix="slug")
    assert rendered.teaser == "<p>First.</p>"
    assert rendered.html == "<p>First.</p>\n\n<p>Second.</p>"


def test_raw_html_of_a_reader_is_shown_as_text():
    assert render_comment("<b>x</b>") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"


def test_several_links_on_one_line_stay_links():
    html = render_comment("https://example.com/a https://example.com/b *c*")
    assert html.count("<a ") == 2


@pytest.mark.parametrize(
    "frame", ["{}", "<http://x.example/{}>", "[a](http://x.example/{})", "# {}"]
)
def test_a_character_reference_of_thousands_of_digits_is_borne(frame):
    source = frame.format(f"&#{'1' * 5000};")
    assert render_comment(source)
    assert render_post(source, "markdown", prefix="p").html
    render_post(source, "html", prefix="p")
