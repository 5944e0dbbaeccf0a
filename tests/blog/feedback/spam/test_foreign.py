"""A script or a language that the post is not written in."""

import pytest

from blog.feedback.submission import Subject
from blog.text.scripts import language_of
from tests.blog.feedback.spam.verdicts import codes, standing

RUSSIAN = (
    "\u041f\u0440\u0438\u0432\u0435\u0442 \u0432\u0441\u0435\u043c, \u0437\u0434\u0435\u0441\u044c"
    " \u043c\u043d\u043e\u0433\u043e \u0434\u0435\u043d\u0435\u0433"
)
FRENCH = "Je ne sais pas si le pain est bon pour vous, mais il est sur la table avec une soupe."


def test_a_script_that_the_post_has_not_is_held_where_it_leads_somewhere():
    assert codes(RUSSIAN) == ["script", "harmless"]
    assert standing(RUSSIAN) == "shown"
    assert standing(RUSSIAN, url="https://a.example") == "held"


def test_a_script_that_the_post_has_is_fine():
    assert codes(RUSSIAN, subject=Subject(scripts=frozenset({"CYRILLIC", "LATIN"}))) == []


def test_a_post_of_few_letters_tells_nothing():
    assert codes(RUSSIAN, subject=Subject()) == []


def test_another_language_is_a_weak_sign():
    assert codes(FRENCH) == ["language", "harmless"]
    assert standing(FRENCH, url="https://a.example") == "shown"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FRENCH, "fr"),
        ("The bread is in the oven and it will be on the table when you are back.", "en"),
        ("Das Brot ist im Ofen und es wird auf dem Tisch sein, wenn ich nicht da bin.", "de"),
        ("Good bread, thanks", ""),
        ("sourdough rye wheat spelt crust crumb oven steam salt water flour yeast", ""),
    ],
)
def test_little_words_tell_the_language(text, language):
    assert language_of(text) == language
