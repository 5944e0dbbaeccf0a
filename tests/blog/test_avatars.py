"""Pictures of writers: the same for the same address, and no way back to it."""

import re
from itertools import product
from pathlib import Path

from blog import avatars
from blog.avatars import HUES, SIDE, avatar_of

CSS = Path("blog/static/blog/discussion.css").read_text()
STEP = re.compile(r"[ML](\d) (\d)|A2 2 0 0 [01] (\d) (\d)")


def points(path):
    assert STEP.sub("", path) == ""
    return {(int(step[1] or step[3]), int(step[2] or step[4])) for step in STEP.finditer(path)}


def test_one_address_has_one_picture_however_it_is_spelled():
    assert avatar_of("ann@example.com") == avatar_of(" Ann@Example.COM ")


def test_different_addresses_have_different_pictures():
    pictures = {avatar_of(f"reader{number}@example.com") for number in range(300)}
    assert len(pictures) > 295
    assert {picture.hue for picture in pictures} == set(range(HUES))


def test_without_the_key_of_the_site_nobody_can_tell_the_picture(settings):
    here = avatar_of("ann@example.com")
    settings.SECRET_KEY = "of another site"
    assert avatar_of("ann@example.com") != here


def test_a_picture_stays_within_its_frame_and_looks_the_same_from_all_four_sides():
    for number in range(100):
        picture = avatar_of(f"reader{number}@example.com")
        for path in (picture.figure, picture.accent):
            found = points(path)
            assert found <= set(product(range(SIDE + 1), repeat=2))
            assert {(SIDE - x, SIDE - y) for x, y in found} == found


def test_the_theme_has_colours_for_every_hue():
    assert {int(hue) for hue in re.findall(r"^\.avatar--(\d)", CSS, re.M)} == set(range(HUES))


def test_a_drawing_is_made_once():
    avatars._drawn.cache_clear()
    for _ in range(3):
        avatar_of("ann@example.com")
    assert avatars._drawn.cache_info().misses == 1
