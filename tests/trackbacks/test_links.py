"""The links that a post has to pages of other sites."""

import pytest

from trackbacks.links import MOST_LINKS, is_site_root, links_of, outgoing_links, words_of_links


def links(html):
    here = "https://own.example/2026/post/"
    return outgoing_links(html, here, lambda url: url.startswith("https://own.example/"))


def test_links_come_once_in_their_order_with_their_fragments():
    html = (
        '<p><a href="https://b.example/2">b</a> <a href="https://a.example/1?x=1&amp;y=2#c">a</a>'
        '<a href="https://b.example/2">again</a> <a href="https://b.example/2#d">b</a></p>'
    )
    assert links(html) == [
        "https://b.example/2", "https://a.example/1?x=1&y=2#c", "https://b.example/2#d",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "href",
    ["https://own.example/post/", "/post/", "#note", "", "mailto:a@b.example", "javascript:x",
     "ftp://a.example/", "http://", "http://[::1/", "https://a.example/" + "a" * 2000],
)  # fmt: skip
def test_what_is_no_page_of_another_site_is_left_out(href):
    assert links(f'<a href="{href}">x</a>') == []


def test_links_of_the_own_site_are_written_out():
    html = '<a href="/a/">a</a> <a href="b">b</a> <a href="#c">c</a> <a href="mailto:x@y">d</a>'
    assert links_of(html, "https://own.example/2026/post/") == [
        "https://own.example/a/", "https://own.example/2026/post/b",
        "https://own.example/2026/post/#c",
    ]  # fmt: skip


def test_pictures_code_and_comments_are_no_links():
    html = (
        '<img src="https://a.example/p.png"><code>&lt;a href="https://a.example/"&gt;</code>'
        '<!-- <a href="https://a.example/">x</a> --><a name="https://a.example/">x</a>'
    )
    assert links(html) == []


def test_a_list_of_links_is_cut():
    html = "".join(f'<a href="https://a.example/{n}">x</a>' for n in range(MOST_LINKS + 10))
    assert links(html) == [f"https://a.example/{n}" for n in range(MOST_LINKS)]


@pytest.mark.parametrize(
    ("url", "is_root"),
    [("https://a.example", True), ("https://a.example/#top", True), 
     ("https://a.example/?p=1", False), ("https://a.example/a", False)],
)  # fmt: skip
def test_a_site_and_its_pages_are_told_apart(url, is_root):
    assert is_site_root(url) == is_root


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("two <em>plain</em>\n words", "two plain words"),
        ('<img src="/a.png" alt="An oak">', "An oak"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<script>alert(1)</script>said<!-- not said -->", "said"),
        ("x" * 500, "x" * 199 + "…"),
        ("", ""),
    ],
)
def test_a_link_is_known_by_its_words(inner, words):
    html = f'before <a href="https://a.example/">{inner}</a> behind'
    assert words_of_links(html, "https://own.example/") == {"https://a.example/": words}


def test_the_words_are_those_of_the_first_link_that_has_any():
    page = '<a href="https://a.example/">{}</a>'
    html = "".join(page.format(words) for words in ("  ", "one", "two"))
    assert words_of_links(html, "https://own.example/") == {"https://a.example/": "one"}


def test_a_link_that_never_ends_has_words_all_the_same():
    html = '<a href="https://a.example/">one <a href="https://b.example/">two'
    assert words_of_links(html, "https://own.example/") == {
        "https://a.example/": "one", "https://b.example/": "two",
    }  # fmt: skip
