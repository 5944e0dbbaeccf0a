"""Does a page link to us, and in which words?"""

import pytest

from trackbacks.source import MENTIONING, read_source

TARGET = "https://blog.example/2026/03/01/a-post/"
HERE = "https://other.example/notes/1"


def read(html, url=HERE):
    return read_source(html, url, lambda address: address.split("#")[0] == TARGET)


@pytest.mark.parametrize(
    "html",
    [
        f'<a href="{TARGET}">x</a>',
        f"<A CLASS=b HREF='{TARGET}'>x",
        f"<a href={TARGET}>x</a>",
        f'<a href=" {TARGET}#comments ">x</a>',
        f'<map><area href="{TARGET}"></map>',
        '<a href="https&#58;//blog.example/2026/03/01/a-post/">x</a>',
        '<a href="//blog.example/2026/03/01/a-post/">x</a>',
        '<base href="https://blog.example/2026/"><a href="03/01/a-post/">x</a>',
        f"<p><b><i><table><a href='{TARGET}'></p></b>x",
        f"<!-- a --><script>b</script><template>c</template><a href='{TARGET}'>x</a>",
        "<p>word</p>" * 30_000 + f"<a href='{TARGET}'>x</a>",
    ],
)
def test_a_link_is_found_as_a_browser_would(html):
    assert read(html).is_linking


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>no link",
        f"<p>{TARGET}</p>",
        f"<!-- <a href='{TARGET}'>x</a> -->",
        f"<script>'<a href=\"{TARGET}\">'</script>",
        f"<style><a href='{TARGET}'></style>",
        f"<textarea><a href='{TARGET}'></textarea>",
        f"<title><a href='{TARGET}'></title>",
        f"<template><p><a href='{TARGET}'>x</a></template>",
        f"<template><template></template><a href='{TARGET}'>x</a></template>",
        f"<iframe><a href='{TARGET}'></iframe>",
        f"<a data-href='{TARGET}'>x</a>",
        f"<p href='{TARGET}'>x</p><link href='{TARGET}'><img src='{TARGET}'>",
        f"<a href='https://other.example/?u={TARGET}'>x</a>",
        f"<a href='{TARGET}more/'>x</a>",
        f"<a href='x'>{TARGET}</a>",
        f"<a title='<a href={TARGET}>'>x</a>",
        f"&lt;a href='{TARGET}'&gt;",
        "<a href='/2026/03/01/a-post/'>x</a>",
        "<base href='https://third.example/'><base href='https://blog.example/'>"
        "<a href='2026/03/01/a-post/'>x</a>",
        "<a href='https://[broken'>x</a><base href='https://[broken'><a href='x'>",
        f"<a href='{TARGET}",
        f"<a href='{'x' * 5000}'>x</a>",
    ],
)
def test_what_no_reader_can_click_is_no_link(html):
    assert not read(html).is_linking


def test_a_relative_link_is_read_from_where_the_page_came():
    assert read("<a href='../a-post/'>x</a>", "https://blog.example/2026/03/01/b/").is_linking


def test_the_page_says_what_it_is_called():
    page = read(
        "<head><title>A post · Wool</title><meta property='og:title' content='A &amp; post'>"
        "<meta property=og:site_name content=Wool><meta name=application-name content=Other>"
        "<svg><title>drawing</title></svg>"
    )
    assert (page.title, page.site_name) == ("A & post", "Wool")
    assert read("<title>\n A \x00 title\n</title><title>B</title>").title == "A title"
    assert read("<meta name=application-name content=Wool>").site_name == "Wool"
    assert read("<p>nothing").title == ""


@pytest.mark.parametrize(
    ("html", "excerpt"),
    [
        ("<p>One. I read {} with joy! Three.</p>", "I read the post with joy!"),
        ("<p>One.<p>I read {}<p>Three.", "I read the post"),
        ("<li>{}</li>", "the post"),
        ("<p>He said: “Why?” Then {}.</p>", "Then the post."),
        ("<p>A &lt;b&gt; <b>and</b>\n{} of 3.5 words</p>", "A <b> and the post of 3.5 words"),
        ("<script>no</script><style>no</style>{}", "the post"),
        ("<p>日本語。{}です。次。</p>", "the postです。"),
    ],
)
def test_the_sentence_around_the_link_is_its_excerpt(html, excerpt):
    link = f"<a href='{TARGET}'>the post</a>"
    assert read(html.format(link)).excerpt == excerpt


def test_of_several_links_the_first_gives_the_words():
    link = f"<a href='{TARGET}'>"
    assert read(f"<p>First {link}a</a></p><p></p><p>Second {link}b</a></p>").excerpt == "First a"


def test_long_words_are_cut():
    page = read(f"<title>{'t ' * 999}</title><p>{'w ' * 9999}<a href='{TARGET}'>x {'v ' * 9999}")
    assert len(page.excerpt) <= 252
    assert len(page.title) <= 300


def test_a_mention_may_be_made_by_other_elements_than_links():
    for html in (
        '<img src="{}">', '<video src="{}"></video>', '<video><source src="{}"></video>',
        '<blockquote cite="{}">x</blockquote>', '<link href="{}">', '<object data="{}"></object>',
    ):  # fmt: skip
        page = html.format(TARGET)
        assert not read_source(page, HERE, TARGET.__eq__).is_linking
        assert read_source(page, HERE, TARGET.__eq__, MENTIONING).is_linking
    for html in ('<p data-url="{}">', '<meta content="{}">', "<p>{}", '<form action="{}">'):
        assert not read_source(html.format(TARGET), HERE, TARGET.__eq__, MENTIONING).is_linking
