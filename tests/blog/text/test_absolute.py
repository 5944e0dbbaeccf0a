"""Stored text for feeds and mails: every address complete, everything else as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.absolute import with_absolute_addresses
from blog.text.render import render_post

BASE = "https://blog.example/2009/09/28/it/"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/b">x</a>', '<a href="https://blog.example/b">x</a>'),
        ('<a href="c/d">x</a>', f'<a href="{BASE}c/d">x</a>'),
        ('<a href="#n">x</a>', f'<a href="{BASE}#n">x</a>'),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        ('<a href="https://o.example/?a=1&amp;b">x</a>', '<a href="https://o.example/?a=1&amp;b">x</a>'),
        ('<a href="http://[nobody can read/">x</a>', "<a>x</a>"),
        ('<img src="/a.png" alt="">', '<img src="https://blog.example/a.png" alt="">'),
        ('<q cite="/b">x</q>', '<q cite="https://blog.example/b">x</q>'),
        ('<img srcset="/a.png 1x, /b.png 2x" alt="">',
         '<img srcset="https://blog.example/a.png 1x, https://blog.example/b.png 2x" alt="">'),
        ('<p class="alignleft" title="/x">/y</p>', '<p class="alignleft" title="/x">/y</p>'),
    ],
)  # fmt: skip
def test_addresses_are_completed(html, expected):
    assert with_absolute_addresses(html, BASE) == expected


@given(st.text(max_size=300), st.sampled_from(["markdown", "html"]))
def test_doing_it_twice_changes_nothing_more(text, markup):
    once = with_absolute_addresses(render_post(text, markup, prefix="p").html, BASE)
    assert with_absolute_addresses(once, "https://other.example/") == once
