"""Somebody else's HTML written anew for a parser that trusts its input."""

import time

import pytest

from trackbacks.tidy import MOST_DEPTH, tidy


@pytest.mark.parametrize(
    ("html", "tidied"),
    [
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("<div><b>a</div>b</b>", "<div><b>a</b></div>b"),
        ("</p><img src=x alt='\"'><br/>", '<img alt="&quot;" src="x"><br>'),
        ("a &amp;&lt; b < c", "a &amp;&lt; b &lt; c"),
        ("<A HREF=/x onclick=y style=z id=i>a</A>", '<a href="/x">a</a>'),
        ("<!-- x --><!doctype html><script><p></script><template><p>x</p></template>a", "a"),
        ('<p class="h-entry x p-name md:p-4 u-">a', '<p class="h-entry p-name">a</p>'),
        ("<tr><td>a<td>b<tr><td>c", "<tr><td>a</td><td>b</td></tr><tr><td>c</td></tr>"),
    ],
)
def test_elements_are_closed_and_bare(html, tidied):
    assert tidy(html) == tidied


@pytest.mark.parametrize(
    ("html", "tidied"),
    [
        ('<div class="post hentry"><h2 class="entry-title">a</h2></div>',
         '<div class="h-entry"><h2 class="p-name">a</h2></div>'),
        ('<div class="hentry"><b class="author vcard"><i class="fn url">a</i></b></div>',
         '<div class="h-entry"><b class="p-author h-card"><i class="p-name u-url">a</i></b></div>'),
        ('<div class="hentry h-entry"><i class="entry-title">a</i></div>',
         '<div class="h-entry"><i>a</i></div>'),
        ('<i class="url author">a</i>', "<i>a</i>"),
    ],
)  # fmt: skip
def test_old_names_are_called_by_their_new_ones(html, tidied):
    assert tidy(html) == tidied


def test_nothing_stands_deeper_than_it_may():
    written = tidy("<div>" * 50_000 + "x")
    assert written.count("<div>") == written.count("</div>") == MOST_DEPTH


@pytest.mark.parametrize(
    "part", ["<b>x</b>", "<div class='h-entry e-content'>", "x &amp; ", "</b>"]
)
def test_a_page_of_any_length_takes_a_moment_and_ends_somewhere(part):
    start = time.process_time()
    assert len(tidy(part * (500_000 // len(part)))) < 1_000_000
    assert time.process_time() - start < 5
