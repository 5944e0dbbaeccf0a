"""Comments of other engines keep their words and what they stress, in fewer elements."""

import pytest

from blog.text.render import MAX_COMMENT, render_comment
from tests.html_judge import faults_of_comment


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<h2>One</h2>Two", "<p><strong>One</strong></p>\n<p>Two</p>"),
        ("<b>bold</b> <I class='x'>slanted</I>", "<p><strong>bold</strong> <em>slanted</em></p>"),
        ("<q cite='x'>Said</q> she", "<p>“Said” she</p>"),
        ("One\ntwo\n\nthree", "<p>One<br>\ntwo</p>\n<p>three</p>"),
        ("<blockquote>Said</blockquote>", "<blockquote>\n<p>Said</p>\n</blockquote>"),
        ("**stars** stay", "<p>**stars** stay</p>"),
        ("a <script>alert(1)</script>b", "<p>a</p>\n\n<p>b</p>"),
    ],
)
def test_html_of_a_comment_is_shown_in_what_comments_have(source, shown):
    assert render_comment(source, "html") == shown


def test_cells_and_terms_of_a_list_do_not_run_together():
    table = "<table><tr><th>A</th><td>B</td></tr><tr><td>C</td></tr></table>"
    html = render_comment(f"{table}<dl><dt>Term</dt><dd>Meaning</dd></dl>", "html")
    assert "<p>A B </p><p>C </p>" in html
    assert "<p>Term</p><p>Meaning</p>" in html


@pytest.mark.parametrize(
    ("picture", "link"),
    [
        ('<img src="https://e.example/a.png?b&amp;c" alt="A cat">', ">A cat</a>"),
        ("<img src='https://e.example/a.png'/>", ">https://e.example/a.png</a>"),
        ("<img alt=cat src=https://e.example/a.png>", ">cat</a>"),
    ],
)
def test_a_picture_becomes_a_link_to_it(picture, link):
    html = render_comment(picture, "html")
    assert '<a href="https://e.example/a.png' in html
    assert link in html


@pytest.mark.parametrize("picture", ["<img>", '<img src="">', "<img src='javascript:alert(1)'>"])
def test_a_picture_without_an_address_is_no_link(picture):
    assert "<a" not in render_comment(picture, "html")


def test_a_video_in_a_frame_waits_for_a_click():
    frame = '<iframe width="560" src="https://www.youtube.com/embed/abcdefghijk"></iframe>'
    html = render_comment(f"Look:\n\n{frame}", "html")
    assert 'class="video-facade"' in html
    assert "iframe" not in html


def test_a_long_comment_in_html_keeps_its_form():
    html = render_comment("<em>word</em> " * MAX_COMMENT, "html")
    assert html.startswith("<p><em>word</em>")


@pytest.mark.parametrize(
    "source",
    [
        """<img src='https://e.example/"onerror="x' alt='"><script>alert(1)</script>'>""",
        "<h1 onclick=alert(1)>One</h1><b style='color:red'>two</b>",
        "<img src=x onerror=alert(1)><svg onload=alert(1)><table background=javascript:x>",
        "<a href='javascript:alert(1)'>go</a><iframe src='javascript:alert(1)'>",
    ],
)
def test_nothing_unsafe_comes_along(source):
    assert faults_of_comment(render_comment(source, "html")) == []
