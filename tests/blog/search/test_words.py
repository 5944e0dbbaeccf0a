"""The words of a text, and that PostgreSQL finds the very same."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.search.words import LONGEST_WORD, words_of, words_of_html


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The heron, the HERON", ["the", "heron"]),
        ("Café CAFÉ cafe\u0301", ["cafe"]),
        ("Straße STRASSE", ["strasse"]),
        ("Ærø łódź", ["aero", "lodz"]),
        ("ΟΔΟΣ οδός", ["οδοσ"]),
        ("ёлка Ёлка", ["елка"]),
        ("שָׁלוֹם שלום", ["שלום"]),
        ("مُحَمَّد محمد", ["محمد"]),
        ("漢字かな", ["漢", "字", "か", "な"]),
        ("한국어 한국", ["한국어", "한국"]),
        ("ﬁne \uff26ull", ["fine", "full"]),
        ("it's a_b 1.5", ["it", "s", "a", "b", "1", "5"]),
        ("🎈🎈", ["🎈"]),
        ("?! … «» \x00", []),
        ("x" * 90, ["x" * LONGEST_WORD]),
    ],
)
def test_words_are_told_by_neither_case_nor_accents(text, words):
    assert words_of(text) == words


def test_tags_are_no_words_and_part_no_word_but_at_the_end_of_a_block():
    html = '<p>one<b>piece</b> a&amp;b</p><p title="no">two<br>three</p>'
    assert words_of_html("Title", html) == "title onepiece a b two three"


def words_in_the_database(title, html):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT search_words(%s, %s)", [title, html])
            return set(cursor.fetchone()[0].split())
        cursor.execute("SELECT unnest(tsvector_to_array(search_words(0, %s, %s)))", [title, html])
        return {word for (word,) in cursor.fetchall() if not word.startswith("=s")}


# Letters that every version of Unicode in use knows.
KNOWN = st.text(st.characters(max_codepoint=0x10FF, exclude_categories=["Cs", "Cc", "Cn"]))


@pytest.mark.django_db
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(KNOWN, st.one_of(KNOWN, st.from_regex(r"(<p>|<b>|</p>|&lt;|[a-zÀ-ž ]){0,20}")))
def test_the_database_finds_the_same_words(title, html):
    title, html = title.replace("\0", ""), html.replace("\0", "")
    assert words_in_the_database(title, html) == set(words_of_html(title, html).split())
