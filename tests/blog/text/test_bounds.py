"""The worst that can be typed costs no more than a moment of work.

Measured as time of this process alone, which other programs on the machine do not lengthen.
"""

import time
from functools import partial

import pytest

from blog.text.render import MAX_COMMENT, MAX_POST, render_comment, render_post
from blog.text.safety import COMMENT, make_safe

A_MOMENT = 3

READERS = [
    "(", "[", "![", "[](", "**a ", "`", "<", "&", "> ", "- ", "\\", "a\n", "http://", "https://a/(",
    "[youtube ", "https://youtu.be/aaaaaaaaaaa\n", "[a]: <", "*a _b ", "a\u0301", "![[(<*_`",
]  # fmt: skip
AUTHORS = [
    "[^1]", "^[", "[^1]: x\n\n", "|a|\n|-|\n", "a\n: b\n\n", "- [ ] ", "# a\n\n", "<!--", "<pre>",
    "<div>", "<table><td>", "<iframe src=https://youtu.be/aaaaaaaaaaa>",
]  # fmt: skip
OLD_HTML = [
    "[caption]",
    "[caption a=",
    "[gallery ",
    "<!-- wp:p ",
    "<!-- wp:p -->",
    "<p>\n\n",
    "<pre ",
]


def nested_list(size):
    return "\n".join(f"{'  ' * depth}- x" for depth in range(int(size**0.5)))


def worst(units, size):
    yield nested_list(size)
    for unit in units:
        yield (unit * size)[:size]


def slow_ones(render, texts):
    found = {}
    for text in texts:
        start = time.process_time()
        render(text)
        if (taken := time.process_time() - start) > A_MOMENT:
            found[text[:40]] = taken
    return found


def test_no_comment_takes_long():
    assert slow_ones(render_comment, worst(READERS, MAX_COMMENT)) == {}


@pytest.mark.parametrize(("markup", "units"), [("markdown", AUTHORS), ("html", OLD_HTML)])
def test_no_post_of_ordinary_length_takes_long(markup, units):
    def render(text):
        render_post(text, markup, prefix="p")

    assert slow_ones(render, worst(units, MAX_COMMENT // 2)) == {}


@pytest.mark.parametrize("unit", ["(", "http://", '"'])
def test_the_gates_alone_take_time_in_proportion(unit):
    assert slow_ones(partial(make_safe, policy=COMMENT), [unit * 20_000]) == {}


def test_a_text_beyond_the_bounds_is_shown_as_it_was_typed():
    assert render_comment("*a* <b>" + "x" * MAX_COMMENT).startswith("<p>*a* &lt;b&gt;xx")
    rendered = render_post("# <b>\n\n" + "x" * MAX_POST, "markdown", prefix="p")
    assert rendered.html.startswith("<p># &lt;b&gt;</p>")
    assert rendered.teaser == ""
