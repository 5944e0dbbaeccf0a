"""What may stand in an address, and how it is made."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from blog.slugs import (
    MAX_LENGTH,
    make_slug,
    unused_slug,
    validate_page_slug,
    validate_slug,
)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("A Title, with: marks!", "a-title-with-marks"),
        ("Ärger & Übermut", "ärger-übermut"),
        ("Привет мир", "привет-мир"),
        ("漢字 かな", "漢字-かな"),
        ("%d0%bc%d0%b8%d1%80", "мир"),
        ("100% sure", "100-sure"),
        ("  --a_b--  ", "a_b"),
        ("x" * 300, "x" * 100),
        (f"{'x' * 99} y", "x" * 99),
        ("\x00\n/../", "post"),
        ("🎈", "post"),
    ],
)
def test_a_slug_keeps_letters_and_digits_of_any_script(title, slug):
    assert make_slug(title) == slug


def test_what_makes_no_slug_gets_the_one_that_is_asked_for():
    assert make_slug("!", fallback="page") == "page"


@given(st.text())
def test_every_slug_that_is_made_may_stand_in_an_address(title):
    slug = make_slug(title)
    validate_slug(slug)
    assert len(slug) <= 100


@pytest.mark.parametrize("slug", ["", "a b", "a/b", "a.b", "a%20b", "a\n", "é!", "<x>", "a\x00"])
def test_nothing_else_may(slug):
    with pytest.raises(ValidationError):
        validate_slug(slug)


@pytest.mark.parametrize("slug", ["admin", "Search", "feed", "2009", "page", "webmention"])
def test_no_page_at_the_top_may_take_an_address_of_the_site(slug):
    with pytest.raises(ValidationError, match="belongs to the site"):
        validate_page_slug(slug)
    validate_page_slug(f"{slug}-x")


@given(st.text("ab", min_size=1, max_size=MAX_LENGTH), st.integers(0, 30))
def test_a_number_makes_it_free_and_never_too_long(wanted, clashes):
    taken = set()
    for _ in range(clashes):
        taken.add(unused_slug(wanted, taken.__contains__))
    free = unused_slug(wanted, taken.__contains__)
    assert free not in taken
    assert len(taken) == clashes
    assert len(free) <= MAX_LENGTH
