"""A video asks nothing of anybody before the reader's click, and then shows its player."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "https://www.youtube.com/watch?v=aaaaaaaaaaa"
PLAYERS = {
    PAGE: "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa?autoplay=1",
    "https://vimeo.com/12345678": "https://player.vimeo.com/video/12345678?dnt=1&autoplay=1",
    "https://video.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv": (
        "https://video.example.org/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv?autoplay=1"
    ),
}


@pytest.fixture
def film():
    """A post with one video in its text and the others in comments."""
    first, *others = PLAYERS
    post = make_post(body=f"Look:\n\n{first}\n\nThat was it.")
    for address in others:
        make_comment(post, text=address)
    return post


def facade(page, address):
    return page.locator("a.video-facade", has_text=address)


def test_nothing_is_asked_of_another_site_before_the_click(page, film, outside_requests):
    page.goto(film.get_absolute_url())
    for address in PLAYERS:
        facade(page, address).scroll_into_view_if_needed()
        facade(page, address).hover()
    page.wait_for_load_state("networkidle")
    assert outside_requests == []
    expect(page.locator("iframe")).to_have_count(0)


@pytest.mark.parametrize(("address", "player"), PLAYERS.items())
def test_a_click_puts_the_player_in_the_place_of_the_link(
    page, film, outside_requests, address, player
):
    page.goto(film.get_absolute_url())
    facade(page, address).click()
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("src", player)
    expect(frame).to_be_visible()
    expect(frame).to_have_attribute("title", address)
    assert "allow-top-navigation" not in frame.get_attribute("sandbox")
    # The link stays, for whoever would rather go there.
    expect(page.get_by_role("link", name=address)).to_have_attribute("href", address)
    page.wait_for_load_state("networkidle")
    assert outside_requests == [player]
    outside_requests.clear()


def test_the_keyboard_starts_a_video_and_is_led_to_its_player(page, film, outside_requests):
    page.goto(film.get_absolute_url())
    facade(page, PAGE).press("Enter")
    expect(page.locator("iframe")).to_be_focused()
    page.wait_for_load_state("networkidle")
    outside_requests.clear()


def test_without_script_a_video_is_a_link_to_its_page(page_without_js, film):
    page_without_js.goto(film.get_absolute_url())
    for address in PLAYERS:
        expect(facade(page_without_js, address)).to_have_attribute("href", address)
