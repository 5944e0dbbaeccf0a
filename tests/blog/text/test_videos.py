"""Which addresses are videos, and what a click may load for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.render import render_comment, render_post
from blog.text.videos import find_video, is_player
from tests.html_judge import elements_of

ID = "dQw4w9WgXcQ"
TUBE = "https://www.youtube.com/watch?v=" + ID
NOCOOKIE = "https://www.youtube-nocookie.com/embed/" + ID
UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"
SHORT = "kkGMgK9ZtnKfYAgnEtQxbv"


@pytest.mark.parametrize(
    ("address", "page", "player"),
    [
        (TUBE, TUBE, NOCOOKIE),
        (f"http://youtube.com/watch?v={ID}&list=x", TUBE, NOCOOKIE),
        (f"https://www.youtube.com/watch?list=x&v={ID}", TUBE, NOCOOKIE),
        (f"https://m.youtube.com/watch/?v={ID}", TUBE, NOCOOKIE),
        (f"https://youtu.be/{ID}", TUBE, NOCOOKIE),
        (f"https://youtu.be/{ID}?si=abc", TUBE, NOCOOKIE),
        (f"https://www.youtube.com/shorts/{ID}", TUBE, NOCOOKIE),
        (f"https://www.youtube.com/live/{ID}?feature=x", TUBE, NOCOOKIE),
        (f"https://www.youtube-nocookie.com/embed/{ID}", TUBE, NOCOOKIE),
        (f"http://www.youtube.com/v/{ID}&hl=en&fs=1", TUBE, NOCOOKIE),
        (f"https://youtu.be/{ID}?t=90", f"{TUBE}&t=90", f"{NOCOOKIE}?start=90"),
        (f"https://youtu.be/{ID}?t=1h2m3s", f"{TUBE}&t=3723", f"{NOCOOKIE}?start=3723"),
        (f"{TUBE}#t=5s", f"{TUBE}&t=5", f"{NOCOOKIE}?start=5"),
        ("https://vimeo.com/123456", "https://vimeo.com/123456",
         "https://player.vimeo.com/video/123456?dnt=1"),
        ("http://www.vimeo.com/channels/staff/123456", "https://vimeo.com/123456",
         "https://player.vimeo.com/video/123456?dnt=1"),
        ("https://player.vimeo.com/video/123456?h=x", "https://vimeo.com/123456",
         "https://player.vimeo.com/video/123456?dnt=1"),
        ("https://vimeo.com/123456/abcdef01", "https://vimeo.com/123456/abcdef01",
         "https://player.vimeo.com/video/123456?h=abcdef01&dnt=1"),
        (f"https://tube.example/w/{UUID}", f"https://tube.example/w/{UUID}",
         f"https://tube.example/videos/embed/{UUID}"),
        (f"https://tube.example/videos/watch/{UUID}?start=1", f"https://tube.example/w/{UUID}",
         f"https://tube.example/videos/embed/{UUID}"),
        (f"https://tube.example/w/{SHORT}", f"https://tube.example/w/{SHORT}",
         f"https://tube.example/videos/embed/{SHORT}"),
    ],
)  # fmt: skip
def test_the_addresses_of_videos_are_known(address, page, player):
    video = find_video(address)
    assert (video.url, video.player) == (page, player)
    assert is_player(video.player)


@pytest.mark.parametrize(
    "address",
    [
        "", "https://www.youtube.com/", "https://www.youtube.com/watch?v=short", f"{TUBE}x",
        "https://www.youtube.com/@channel", "https://www.youtube.com/playlist?list=PL1234567890",
        f"https://youtube.com.evil.example/watch?v={ID}", f"https://evil.example/?{TUBE}",
        f"https://youtube.com@evil.example/watch?v={ID}", f"ftp://youtu.be/{ID}",
        f"https://youtu.be/{ID} ", f"https://youtu.be/{ID}\n", f"javascript:{TUBE}",
        f"//youtu.be/{ID}",
        "https://vimeo.com/", "https://vimeo.com/about", "https://vimeo.com/1234567890123",
        f"https://10.0.0.1/w/{UUID}", f"https://localhost/w/{UUID}", "https://tube.example/w/short",
        f"https://tube.example:8080/w/{UUID}", f"https://tube.example/w/{UUID}/more/",
        f"https://youtu.be/{ID}?{'x' * 400}", f"https://youtu.be/é{ID[1:]}",
    ],
)  # fmt: skip
def test_other_addresses_are_none(address):
    assert find_video(address) is None


@pytest.mark.parametrize(
    "address",
    [
        TUBE, f"{NOCOOKIE}?autoplay=1", f"{NOCOOKIE}/x", f"{NOCOOKIE}\n", f"{NOCOOKIE}?start=1&a=b",
        f"http://www.youtube-nocookie.com/embed/{ID}", "javascript:alert(1)",
        "https://player.vimeo.com/video/1", f"https://tube.example/videos/embed/{UUID}?x=1",
        f"https://tube.example@evil.example/videos/embed/{UUID}",
    ],
)  # fmt: skip
def test_nothing_but_a_player_of_ours_may_be_framed(address):
    assert not is_player(address)


@given(st.from_regex(r"https?://[a-z.]{1,20}/[!-~]{0,60}", fullmatch=True))
def test_whatever_is_found_has_a_player_that_may_be_framed(address):
    video = find_video(address)
    assert video is None or is_player(video.player)


def facades(html):
    return [e.get("data-embed") for e in elements_of(html) if e.get("class") == "video-facade"]


RENDERERS = pytest.mark.parametrize(
    "render",
    [
        lambda text: render_post(text, "markdown", prefix="p").html,
        lambda text: render_post(text, "html", prefix="p").html,
        render_comment,
    ],
    ids=["markdown", "html", "comment"],
)


@RENDERERS
def test_an_address_alone_on_its_line_becomes_a_facade(render):
    assert facades(render(f"See:\n\n{TUBE}\n\nAnd more.")) == [NOCOOKIE]
    html = render(f"One line\nhttps://youtu.be/{ID}\nand another\n\nhttps://vimeo.com/123456")
    assert facades(html) == [NOCOOKIE, "https://player.vimeo.com/video/123456?dnt=1"]
    paragraphs = ["".join(e.itertext()).strip() for e in elements_of(html) if e.tag == "p"]
    assert paragraphs == ["One line", TUBE, "and another", "https://vimeo.com/123456"]


@RENDERERS
def test_an_address_among_words_stays_a_link(render):
    for text in (f"See {TUBE}", f"{TUBE} is it", f"({TUBE})", f"{TUBE} {TUBE}"):
        assert facades(render(text)) == []
        assert TUBE in render(text)


@pytest.mark.parametrize(
    "text", [f"[the film]({TUBE})", f"`{TUBE}`", f"    {TUBE}", f"> - {TUBE} x"]
)
def test_words_that_somebody_chose_and_code_are_left_alone(text):
    assert facades(render_comment(text)) == []
    assert facades(render_post(text, "markdown", prefix="p").html) == []


def test_a_player_that_was_pasted_becomes_a_facade():
    html = render_post(
        f'<iframe width="560" src="//www.youtube.com/embed/{ID}?rel=0" allowfullscreen></iframe>',
        "html",
        prefix="p",
    ).html
    assert facades(html) == [NOCOOKIE]
    assert "iframe" not in html


def test_a_facade_is_a_plain_link_that_asks_nobody():
    html = render_comment(TUBE)
    assert html == (
        f'<p><a class="video-facade" href="{TUBE}" data-embed="{NOCOOKIE}"'
        f' rel="nofollow ugc noopener">{TUBE}</a></p>'
    )


def test_nobody_can_write_a_facade_for_a_player_of_her_own():
    html = render_post(
        '<a class="video-facade" data-embed="https://evil.example/embed/x" href="/">x</a>',
        "html",
        prefix="p",
    ).html
    assert "evil.example" not in html
