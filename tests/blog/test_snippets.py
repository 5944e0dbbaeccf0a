"""The part of a text round the words that were searched for."""

from hypothesis import given
from hypothesis import strategies as st

from blog.snippets import LENGTH, Part, snippet


def text_of(parts):
    return "".join(part.text for part in parts)


def test_words_are_marked_as_they_are_written():
    assert snippet("A Heron and a heron.", "heron") == [
        Part("A ", False), Part("Heron", True), Part(" and a ", False), Part("heron", True),
        Part(".", False),
    ]  # fmt: skip


def test_a_long_text_is_cut_round_the_first_word():
    parts = snippet(f"{'before ' * 50}heron{' after' * 100}", "heron")
    assert text_of(parts).startswith("…before ")
    assert text_of(parts).endswith("…")
    assert Part("heron", True) in parts


def test_no_word_is_cut_in_two():
    assert text_of(snippet("heron " + "wading " * 100, "heron")).endswith("wading…")


def test_without_a_word_in_it_the_text_begins_at_its_beginning():
    assert text_of(snippet("One two.", "heron")) == "One two."
    assert snippet("", "heron") == []
    assert snippet("One.", "") == [Part("One.", False)]


def test_signs_are_nothing_and_words_are_found_whatever_their_accents():
    assert [part.text for part in snippet("x a.*(b y", "a.*(b") if part.is_match] == ["a", "b"]
    assert Part("CAFÉ", True) in snippet("im CAFÉ.", "cafe")
    assert Part("漢", True) in snippet("新漢字", "漢")


@given(st.text(), st.text())
def test_a_snippet_is_always_part_of_the_text(text, query):
    parts = snippet(text, query)
    shown = text_of(parts)
    assert shown.removeprefix("…").removesuffix("…") in text or shown.strip("…") in text
    assert len(shown) <= LENGTH + 2
