"""The codes of older engines: videos become links, pictures figures, the rest stays."""

import pytest

from blog.text.render import render_comment, render_post
from blog.text.shortcodes import without_shortcodes
from tests.html_judge import elements_of

SEESMIC = (
    '[seesmic_video:{"url_thumbnail":{"value":"http://t.seesmic.com/thumbnail/a.jpg"}'
    '"title":{"value":"An answer"}"videoUri":{"value":"http://www.seesmic.com/video/VI9zkUDQpT"}}]'
)


def links(html):
    return [e.get("href") for e in elements_of(html) if e.tag == "a"]


@pytest.mark.parametrize(
    ("code", "address"),
    [
        (SEESMIC, "http://www.seesmic.com/video/VI9zkUDQpT"),
        ("[seesmic http://seesmic.com/v/1]", "http://seesmic.com/v/1"),
        ("[viddler=http://www.viddler.com/v/a1]", "http://www.viddler.com/v/a1"),
        ('[video src="https://v.example/a.mp4"]', "https://v.example/a.mp4"),
        ("[video src='http://v.example/a' poster='http://v.example/a.jpg']", "http://v.example/a"),
        ("[embed]https://v.example/a[/embed]", "https://v.example/a"),
        ("[embed width=1]https://v.example/a[/embed]", "https://v.example/a"),
        ("[audio http://a.example/b.mp3]", "http://a.example/b.mp3"),
        ("[youtube dQw4w9WgXcQ]", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("[youtube=https://youtu.be/dQw4w9WgXcQ]", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("[vimeo 123456]", "https://vimeo.com/123456"),
    ],
)  # fmt: skip
def test_the_code_of_a_video_becomes_a_link(code, address):
    for html in (
        render_comment(f"Look: {code}"),
        render_post(code, "markdown", prefix="p").html,
        render_post(code, "html", prefix="p").html,
    ):
        (link,) = links(html)
        assert link.replace("youtu.be/", "www.youtube.com/watch?v=") == address
        assert "[" not in html


@pytest.mark.parametrize(
    "text",
    ["[seesmic]", "[video]", "[youtube]", "[youtube x]", "[vimeo x]", "[unknown a=b]", "[/video]",
     "[videos https://v.example]", "[Video https://v.example/a]", "[seesmic_video:{}]",
     "[video src='javascript:alert(1)']"],
)  # fmt: skip
def test_a_code_that_holds_no_address_stays_as_it_is(text):
    assert without_shortcodes(text) == text
    assert "[" in render_comment(text)


def test_a_link_in_markdown_is_no_code():
    assert links(render_comment("[video](https://v.example/)")) == ["https://v.example/"]
    assert links(render_comment("[video]\n\n[video]: https://v.example/")) == ["https://v.example/"]


def test_codes_in_code_are_left_alone():
    assert links(render_comment("`[youtube dQw4w9WgXcQ]`")) == []
    html = render_post("<pre>[youtube dQw4w9WgXcQ]</pre>", "html", prefix="p").html
    assert html == "<pre>[youtube dQw4w9WgXcQ]</pre>"


def test_a_caption_makes_a_figure():
    html = render_post(
        '[caption id="a" align="alignright" width="300"]<a href="/b"><img src="/a.png" /></a>'
        " Some <em>words</em>[/caption]",
        "html",
        prefix="p",
    ).html
    assert html == (
        '<figure class="wp-caption alignright"><a href="/b"><img alt="" loading="lazy"'
        ' decoding="async" src="/a.png"></a><figcaption>Some <em>words</em></figcaption></figure>'
    )


def test_an_older_caption_has_its_words_in_an_attribute():
    html = without_shortcodes('[wp_caption caption="Words"]<img src="/a.png">[/wp_caption]')
    assert "<figcaption>Words</figcaption>" in html


def test_a_caption_without_end_stays_and_a_gallery_goes():
    assert without_shortcodes("[caption]x") == "[caption]x"
    assert without_shortcodes('a[gallery ids="1,2"]b') == "ab"
