"""No text leaves anything in a page that runs, embeds or leads astray, whoever wrote it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from blog.text.render import MAX_COMMENT, render_comment, render_post
from blog.text.safety import COMMENT, POST, make_safe
from tests import hostile_text
from tests.html_judge import CONTROLS, faults_of_comment, faults_of_post

MARKUPS = ("markdown", "html")
BITS = [
    "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", '"', "'", "`", "=", "&", "&lt;",
    "&#0;", "&#x1b;", "&colon;", "&Tab;", ";", " ", "\n", "\n\n", "\t", "\r", "\x00", "\x0b",
    "\x85", "\ud800", "\u2028", "\u202e", "a", "b", "p", "div", "img", "svg", "math", "style",
    "script", "iframe", "pre", "table", "td", "select", "template", "noscript", "li", "ul",
    "code", "h1", "form", "onclick", "href", "src", "style", "id", "class", "data-embed",
    "javascript:", "data:", "http://", "https://", "//", "\\", "x.example", "alert(1)", "*", "**",
    "_", "~~", "#", "# ", "> ", "- ", "- [ ] ", "1. ", "    ", "```", "|", "|-|", "[", "]", "(",
    ")", "![", "[^1]", "[^1]: ", "^[", ":", "\n: ", "[caption]", "[/caption]", "[youtube ",
    "[gallery]", "https://youtu.be/aaaaaaaaaaa", "<!--more-->", "<!-- wp:p -->", "<a href=",
    "<p>", "</p>", "<br>", "<b>", "</b>", "<ul><li>", "<table><tr>", "<a id=x>", "é", "漢", "🎈",
]  # fmt: skip
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(BITS), max_size=40).map("".join))
generously = settings(max_examples=300, deadline=None)


def faults_in_comments(payloads):
    return {
        text: faults for text in payloads if (faults := faults_of_comment(render_comment(text)))
    }


def faults_in_posts(payloads):
    return {
        (text, markup): faults
        for text in payloads
        for markup in MARKUPS
        if (faults := list(_faults_of(render_post(text, markup, prefix="slug"))))
    }


def _faults_of(rendered):
    yield from faults_of_post(rendered.html, "slug")
    yield from faults_of_post(rendered.teaser, "slug")


def test_the_judge_finds_what_is_wrong():
    """Otherwise the silence of all the tests below would mean nothing."""
    markup = [text for text in hostile_text.OWN if text.lstrip("\x00").startswith("<")]
    seen = [text for text in markup if faults_of_comment(text)]
    assert len(seen) > 0.9 * len(markup)
    assert list(faults_of_post('<p id="comments">x</p>', "slug"))
    assert faults_of_comment('<a href="&#1;java&#9;script:x">x</a>')
    assert faults_of_comment('<a href="/\\x.example">x</a>')


def test_our_own_payloads_are_harmless_in_comments():
    assert faults_in_comments(hostile_text.OWN) == {}


def test_our_own_payloads_are_harmless_in_posts():
    assert faults_in_posts(hostile_text.OWN) == {}


@pytest.mark.parametrize("name", hostile_text.PUBLIC_LISTS)
def test_public_payloads_are_harmless_in_comments(name):
    assert faults_in_comments(hostile_text.public_list(name)) == {}


@pytest.mark.parametrize("name", hostile_text.PUBLIC_LISTS)
def test_public_payloads_are_harmless_in_posts(name):
    assert faults_in_posts(hostile_text.public_list(name)) == {}


def test_naughty_strings_are_harmless():
    naughty = hostile_text.naughty_strings()
    assert faults_in_comments(naughty) == {}
    assert faults_in_posts(naughty) == {}


def test_what_linkbacks_carry_is_harmless():
    texts = hostile_text.linkback_cases()
    assert faults_in_comments(texts) == {}
    assert faults_in_posts(texts) == {}


@given(texts)
@example("x" * (MAX_COMMENT + 1) + "\x00<b>")
@generously
def test_any_comment_renders_to_harmless_html(text):
    html = render_comment(text)
    assert faults_of_comment(html) == []
    assert not CONTROLS.search(html)


@given(texts, st.sampled_from(MARKUPS))
@generously
def test_any_post_renders_to_harmless_html(text, markup):
    rendered = render_post(text, markup, prefix="slug")
    assert list(_faults_of(rendered)) == []
    assert not CONTROLS.search(rendered.html + rendered.teaser + rendered.summary)
    assert len(rendered.summary) <= 300


@given(texts)
@example("http://\ud800a")
@example("HTTP://0\u202a")
@generously
def test_a_rendered_comment_settles_in_the_gates(text):
    # Where a hostile link was taken out, its bare address may be linked on the next way through.
    settled = make_safe(render_comment(text), COMMENT)
    assert make_safe(settled, COMMENT) == settled


@given(texts, st.sampled_from(MARKUPS))
@generously
def test_a_rendered_post_passes_the_gates_unchanged(text, markup):
    html = render_post(text, markup, prefix="slug").html
    assert make_safe(html, POST) == html
