"""The search: what it finds, and that nothing typed into it breaks it."""

from urllib.parse import urlencode

import pytest

from blog.current import site_settings
from tests.factories import make_page, make_post
from tests.pages.reading import read

pytestmark = pytest.mark.django_db


def search(client, query, **more):
    return read(client, f"/search/?{urlencode({'q': query, **more})}")


def found(client, query):
    return search(client, query).texts("h2")


def typed(page):
    return page.all("input", name="q")[0].get("value")


def test_without_a_question_there_is_the_form_alone(client):
    make_post(title="It")
    page = read(client, "/search/")
    assert page.texts("h1") == ["Search"]
    assert typed(page) == ""
    assert not page.texts("h2")
    assert not page.all("p", role="status")
    assert page.meta("robots") == "noindex"


def test_posts_and_pages_are_found_by_title_and_text_newest_first(client):
    make_post(title="The heron", published_at="2009-01-01T00:00Z")
    make_page(title="About", body="A heron too.", published_at="2010-01-01T00:00Z")
    make_post(title="No bird")
    assert found(client, "heron") == ["About", "The heron"]
    assert found(client, "HERON") == ["About", "The heron"]


def test_every_word_must_be_there(client):
    make_post(title="Grey heron")
    make_post(title="Heron")
    assert found(client, "heron grey") == ["Grey heron"]
    assert found(client, "  heron \t grey ") == ["Grey heron"]


@pytest.mark.parametrize("typed_word", ["Übermut", "übermut", "ÜBERMUT"])
def test_case_does_not_matter_in_any_script(client, typed_word):
    make_post(title="Übermut tut selten gut")
    make_post(title="x", body="Vom übermut")
    assert len(found(client, typed_word)) == 2


def test_words_show_where_they_stand(client):
    make_post(title="Long", body=f"{'before ' * 100}the heron <stands> {'after ' * 100}")
    page = search(client, "heron")
    assert page.texts("mark") == ["heron"]
    assert "before" in page.html


def test_nothing_found_is_said(client):
    page = search(client, "heron")
    assert "0 posts have “heron” in them." in page.html
    assert typed(page) == "heron"


@pytest.mark.parametrize(
    "query",
    [
        "100%", "a_b", "it's", 'say "yes"', "back\\slash", "C++", "a AND b", "x OR y", "NOT z",
        "-minus", "near/3", "(brackets)", "*star*", "^caret", "col:umn", "<b>bold</b>", "&amp;",
        "漢字", "🎈🎈", "emoji 🎈", "{}", "[^a-z]", "$1", "#{1}", "''--", "; DROP TABLE", "%%",
        "__",
    ],
)  # fmt: skip
def test_every_character_stands_for_itself(client, query):
    make_post(title="Other", body="Nothing of the kind, 1000 axb.")
    wanted = make_post(title="Wanted", body="x")
    type(wanted).objects.filter(pk=wanted.pk).update(body=f"before {query} after")
    page = search(client, query)
    assert page.texts("h2") == ["Wanted"]
    assert typed(page) == query
    assert not page.all("b")


@pytest.mark.parametrize(
    "query",
    ["a", "x" * 201, "a\x00b", "\x00", "one two three four five six seven eight nine ten eleven"],
)
def test_a_question_that_cannot_be_answered_is_kept_with_the_reason(client, query):
    page = search(client, query)
    assert typed(page) == query.replace("\x00", "")
    assert len(page.texts("p", **{"class": "field-error"})) == 1
    assert not page.texts("h2")


@pytest.mark.parametrize(
    "raw", ["q=%ff%fe%fd", "q=%ed%a0%80ab", "q=%0b%0b%0b", "q", "q=&q=", "q=++"]
)
def test_broken_encodings_and_blanks_find_nothing(client, raw):
    make_post(title="It")
    assert not read(client, f"/search/?{raw}").texts("h2")


def test_the_longest_question_is_answered(client):
    make_post(title="It", body="a b c d e f g h i j")
    assert found(client, "a A b c d e f g h i " * 9 + "j") == ["It"]


def test_results_go_on_page_by_page(client):
    row = site_settings()
    row.posts_per_page = 2
    row.save()
    for number in range(5):
        make_post(title=f"heron & {number}", published_at=f"2009-01-0{number + 1}T00:00Z")
    page = search(client, "heron &", page="2")
    assert page.texts("h2") == ["heron & 2", "heron & 1"]
    (older,) = page.all("a", rel="next")
    assert read(client, f"/search/{older.get('href')}").texts("h2") == ["heron & 0"]
    (newer,) = page.all("a", rel="prev")
    assert read(client, f"/search/{newer.get('href')}").texts("h2") == ["heron & 4", "heron & 3"]


@pytest.mark.parametrize("number", ["0", "-1", "x", "4", "1.5", "9" * 9, "9" * 30, "%00", "٢"])
def test_a_page_that_the_results_have_not_is_not_found(client, number):
    make_post(title="heron")
    assert client.get(f"/search/?q=heron&page={number}").status_code == 404


def test_an_empty_page_number_is_the_first(client):
    make_post(title="heron")
    assert search(client, "heron", page="").texts("h2") == ["heron"]
    assert search(client, "nothing", page="1").texts("h2") == []
