"""HTML as authors type it and as WordPress stored it."""

import pytest

from blog.text.html_source import html_of_source
from blog.text.plain import clean_text
from blog.text.render import render_post


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("One\ntwo\n\nThree", "<p>One<br>\ntwo</p>\n<p>Three</p>"),
        ("One<br />\ntwo", "<p>One<br>\ntwo</p>"),
        ("<p>One</p>\n\n<p>Two</p>", "<p>One</p>\n\n<p>Two</p>"),
        ("<em>One</em>\n\n<b>Two</b>", "<p><em>One</em></p>\n<p><b>Two</b></p>"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("<blockquote>One\n\nTwo</blockquote>",
         "<blockquote>\n<p>One</p>\n<p>Two</p>\n</blockquote>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
        ("<div>one line</div>", "<div>one line</div>"),
        ("<div>One\n\nTwo</div>", "<div>\n<p>One</p>\n<p>Two</p>\n</div>"),
        ("Before\n<h3>H</h3>\nAfter", "<p>Before</p>\n<h3>H</h3>\n<p>After</p>"),
        ("a\r\n\r\nb", "<p>a</p>\n<p>b</p>"),
        ("<a\nhref='/x'>y</a>", '<p><a href="/x">y</a></p>'),
        ("  ", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_blank_lines_part_paragraphs_and_line_ends_break_lines(source, html):
    assert render_post(clean_text(source), "html", prefix="p").html == html


def test_block_comments_of_the_editor_are_not_shown_and_what_they_hold_is_left_alone():
    source = (
        '<!-- wp:paragraph {"a":1} -->\n<p>One</p>\n<!-- /wp:paragraph -->\n\n'
        "<!-- wp:spacer /-->\n\n<!-- wp:list -->\n<ul><li>a\nb</li></ul>\n<!-- /wp:list -->"
    )
    html = render_post(source, "html", prefix="p").html
    assert "wp:" not in html
    assert "<br" not in html
    assert "<ul><li>a\nb</li></ul>" in html


def test_scripts_and_styles_leave_nothing_behind():
    html = render_post("A<script>\nvar x;\n\n</script><style>p{}</style>B", "html", prefix="p").html
    assert "var" not in html
    assert "p{}" not in html
    assert "A" in html
    assert "B" in html


def test_more_parts_the_teaser():
    rendered = render_post("One\n\n<!--more Read on-->\n\nTwo", "html", prefix="p")
    assert rendered.teaser == "<p>One</p>"
    assert rendered.html.endswith("<p>Two</p>")
    block = "<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->"
    assert render_post(f"One\n\n{block}\n\nTwo", "html", prefix="p").teaser == "<p>One</p>"


@pytest.mark.parametrize(
    "source", ["<pre>a", "<pre", "a<", "<p", "</p>", "<!--", "<!-- wp:x", "<a href="]
)
def test_what_is_broken_off_loses_no_words_and_breaks_nothing(source):
    assert isinstance(html_of_source(source), str)
    assert "words" in render_post(f"words {source}", "html", prefix="p").html
