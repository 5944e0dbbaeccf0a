"""The two gates: what each kind of text may hold, one thing at a time."""

import pytest

from blog.text.safety import (
    COMMENT,
    MAX_TAGS,
    POST,
    TooTangledError,
    make_safe,
)


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        ("<h1>x</h1>", "<h2>x</h2>"),
        ('<a name="top">x</a>', '<a id="top">x</a>'),
        ('<p class="notice alignleft wp-caption-text">x</p>',
         '<p class="alignleft wp-caption-text">x</p>'),
        ('<p class="notice">x</p>', "<p>x</p>"),
        ('<span class="kn evil">x</span>', '<span class="kn">x</span>'),
        ('<p style="color:red" onclick="x()">x</p>', "<p>x</p>"),
        ('<img src="/a.png" width="10" height="x">', '<img src="/a.png" width="10">'),
        ('<img src="//evil.example/a.png" alt="b">', '<img alt="b">'),
        ('<img src="data:image/png;base64,x" alt="b">', '<img alt="b">'),
        ('<a href="MAILTO:a@b.example">x</a>', '<a href="MAILTO:a@b.example" rel="noopener">x</a>'),
        ('<a href="tel:123">x</a>', "<a>x</a>"),
        ('<a href="https://o.example/" target="_blank" rel="me">x</a>',
         '<a href="https://o.example/" rel="noopener">x</a>'),
        ('<td colspan="2">x</td>', "x"),
        ('<table><tr><td colspan="2" rowspan="99999999">x</td></tr></table>',
         '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>'),
        ("<b><i>x</b></i>", "<b><i>x</i></b>"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("a & b &copy; &lt;", "a &amp; b © &lt;"),
        ("<!-- x -->y<![CDATA[z]]>", "y"),
        ("a\x00b\x1bc", "abc"),
        ("<unknown>x</unknown>", "x"),
        ("<script>x</script><style>y</style>z", "z"),
        ('<ol start="3" reversed><li value="5">x</li></ol>',
         '<ol start="3" reversed=""><li value="5">x</li></ol>'),
        ("<details open><summary>a</summary>b</details>",
         '<details open=""><summary>a</summary>b</details>'),
    ],
)  # fmt: skip
def test_an_authors_html_keeps_what_texts_need(html, safe):
    assert make_safe(html, POST) == safe


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        ("<h2>x</h2>", "x"),
        ('<p id="a" class="alignleft" title="b">x</p>', "<p>x</p>"),
        ('<code class="language-py highlight">x</code>', '<code class="language-py">x</code>'),
        ("<a>x</a>", "x"),
        ('<a href="javascript:x">x</a>', "x"),
        ('<a href="https://o.example/">x</a>',
         '<a href="https://o.example/" rel="nofollow ugc noopener">x</a>'),
        ("http://o.example", '<a href="http://o.example" rel="nofollow ugc noopener">'
         "http://o.example</a>"),
    ],
)  # fmt: skip
def test_a_readers_html_keeps_less(html, safe):
    assert make_safe(html, COMMENT) == safe


def test_more_elements_than_anyone_writes_are_refused():
    with pytest.raises(TooTangledError):
        make_safe("<b>x</b>" * MAX_TAGS, POST)


def test_deeper_elements_than_anyone_writes_are_refused():
    with pytest.raises(TooTangledError):
        make_safe("<div>" * 5000, POST)
    assert make_safe("<div>" * 20 + "x", POST).count("<div>") == 20
