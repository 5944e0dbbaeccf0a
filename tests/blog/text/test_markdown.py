"""The two dialects of Markdown: the authors' and the readers'."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.render import render_comment, render_post
from tests.html_judge import elements_of


def post(text):
    return render_post(text, "markdown", prefix="p").html


def ids(html):
    return [e.get("id") for e in elements_of(html) if e.get("id")]


def test_notes_lead_to_the_foot_and_back():
    html = post("One[^a], two[^b], one again[^a].\n\n[^b]: Second.\n[^a]: First.")
    assert '<sup class="footnote-ref"><a href="#p--fn1" id="p--fnref1">[1]</a></sup>' in html
    assert '<li id="p--fn1" class="footnote-item"><p>First. <a href="#p--fnref1"' in html
    links = {e.get("href")[1:] for e in elements_of(html) if (e.get("href") or "").startswith("#")}
    assert links == set(ids(html))
    assert len(ids(html)) == len(set(ids(html))) == 5


def test_a_note_may_stand_in_the_line():
    html = post("Words^[with *a* note].")
    assert '<p>with <em>a</em> note <a href="#p--fnref1"' in html


def test_a_mark_without_a_note_stays_as_it_is():
    assert post("Words[^1].") == "<p>Words[^1].</p>"


def test_tables_align_by_class():
    html = post("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |")
    assert [(e.tag, e.get("class")) for e in elements_of(html) if e.tag in {"th", "td"}] == [
        (tag, f"text-{side}") for tag in ("th", "td") for side in ("left", "center", "right")
    ]
    assert "style" not in html


def test_code_is_coloured_by_classes_where_its_language_is_known():
    html = post("```python\nx = 'y'\n```")
    assert html.startswith('<pre class="highlight"><code class="language-python"><span class="n">')
    assert post("```Python\nx\n```").startswith(
        '<pre class="highlight"><code class="language-python">'
    )
    assert post("```klingon\n<x>\n```") == (
        '<pre><code class="language-klingon">&lt;x&gt;\n</code></pre>'
    )
    assert post("```\n<x>\n```") == "<pre><code>&lt;x&gt;\n</code></pre>"


def test_headings_begin_below_the_title_and_can_be_linked_to():
    html = post("# A\n\n## B\n\n###### F")
    assert [(e.tag, e.get("id")) for e in elements_of(html)] == [
        ("h2", "p--a"), ("h2", "p--b"), ("h6", "p--f")
    ]  # fmt: skip


def test_no_two_headings_have_one_anchor():
    html = post("## A\n\n## A\n\n## A-1\n\n## A\n\n## !\n\n## ?\n\nNote[^1]\n\n## fn1\n\n[^1]: N.")
    assert len(ids(html)) == len(set(ids(html))) == 9


@given(
    st.lists(
        st.sampled_from(["a", "A", "a-1", "a 1", "", "!", "fn1", "fnref1", "section"]), max_size=8
    )
)
def test_anchors_are_never_given_twice(titles):
    html = post("x[^n]\n\n" + "\n\n".join(f"## {title}" for title in titles) + "\n\n[^n]: N.")
    assert len(ids(html)) == len(set(ids(html)))


def test_a_link_to_a_heading_of_the_same_text_finds_it():
    assert '<a href="#p--far-down">' in post("[there](#far-down)\n\n## Far down")


def test_tasks_definitions_and_strikethrough():
    html = post("- [x] done\n- [ ] to do\n\nTerm\n: Meaning\n\n~~gone~~")
    assert '<ul class="task-list">\n<li class="task-list-item">☑ done</li>' in html
    assert "☐ to do" in html
    assert "<dt>Term</dt>\n<dd>Meaning</dd>" in html
    assert "<s>gone</s>" in html


def test_quotation_marks_are_those_of_the_language(settings):
    assert post("\"a\" 'b' it's ...") == "<p>“a” ‘b’ it’s …</p>"  # noqa: RUF001
    settings.LANGUAGE_CODE = "de-at"
    assert post('"a"') == "<p>„a“</p>"
    settings.LANGUAGE_CODE = "tlh"
    assert post('"a"') == "<p>“a”</p>"


def test_only_whole_addresses_become_links():
    html = post("main.py readme.md example.com ann@example.com https://example.com/a(b)?c=d.")
    (link,) = [e for e in elements_of(html) if e.tag == "a"]
    assert link.get("href") == link.text == "https://example.com/a(b)?c=d"


@pytest.mark.parametrize("text", ["(https://example.com/)", "((https://example.com/))"])
def test_brackets_round_an_address_are_not_part_of_it(text):
    for html in (post(text), render_comment(text), render_post(text, "html", prefix="p").html):
        (link,) = [e for e in elements_of(html) if e.tag == "a"]
        assert link.get("href") == "https://example.com/"


def test_an_address_in_code_is_no_link():
    for text in ("`https://example.com/`", "    https://example.com/"):
        assert "<a" not in post(text)
        assert "<a" not in render_comment(text)


def test_links_away_say_what_they_are_and_links_within_do_not():
    away, within = "[x](https://other.example/)", "[x](http://testserver/a/) [y](/b/)"
    assert 'rel="noopener"' in post(away)
    assert 'rel="nofollow ugc noopener"' in render_comment(away)
    assert "rel=" not in post(within) + render_comment(within)


def test_authors_may_write_html():
    html = post(
        '<div class="alignleft"><em>x</em></div>\n\n<mark>y</mark> <abbr title="z">z</abbr>'
    )
    assert '<div class="alignleft"><em>x</em></div>' in html
    assert '<mark>y</mark> <abbr title="z">z</abbr>' in html


def test_readers_may_not():
    html = render_comment('<em>x</em> <img src="/a.png"> <script>alert(1)</script> &lt;b&gt;')
    assert {e.tag for e in elements_of(html)} == {"p"}
    assert "&lt;em&gt;x&lt;/em&gt;" in html


def test_readers_have_neither_headings_nor_pictures_nor_tables():
    html = render_comment(
        "# A\n\n![a](/b.png)\n\n| a |\n|---|\n| b |\n\n---\n\nA\n=\n\nx[^1]\n\n[^1]: y"
    )
    assert {e.tag for e in elements_of(html)} <= {"p", "a", "br"}
    assert "# A" in html


def test_readers_write_quotes_lists_code_and_emphasis():
    html = render_comment("> q\n\n- a\n  1. b\n\n`c` *d* **e** ~~f~~\n\n```js\ng\n```")
    assert {e.tag for e in elements_of(html)} == {
        "blockquote", "p", "ul", "li", "ol", "code", "em", "strong", "s", "pre"
    }  # fmt: skip


def test_readers_lines_break_where_they_break_them():
    assert render_comment("a\nb\n\nc") == "<p>a<br>\nb</p>\n<p>c</p>"
