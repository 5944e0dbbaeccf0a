"""The search: what it finds, and that nothing typed into it breaks it."""

from urllib.parse import urlencode

import pytest
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.current import site_settings
from blog.feedback import moderation
from blog.models import Post
from comments.models import Comment
from tests.factories import make_comment, make_page, make_post
from tests.hostile_text import naughty_strings
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
    assert "Nothing here has “heron” in it." in page.html
    assert typed(page) == "heron"


@pytest.mark.parametrize(
    "query",
    [
        "100%", "a_b", "it's", 'say "yes"', "back\\slash", "C++", "a AND b", "x OR y", "NOT z",
        "-minus", "near/3", "(brackets)", "*star*", "^caret", "col:umn", "<b>bold</b>", "&amp;",
        "漢字", "🎈🎈", "emoji 🎈", "[^a-z]", "$1", "#{1}", "; DROP TABLE", "NEAR(a b, 5)",
        '"unbalanced', "שלום", "\u202eשלום", "'' or 1=1 --", "a:* & !b | c <-> d",  # noqa: RUF001
    ],
)  # fmt: skip
def test_what_looks_like_an_order_is_words(client, query):
    make_post(title="Other", body="Nothing of the kind, 1000 axb.")
    wanted = make_post(title="Wanted", body="x")
    Post.objects.filter(pk=wanted.pk).update(html=f"<p>before {escape(query)} after</p>")
    page = search(client, query)
    assert page.texts("h2") == ["Wanted"]
    assert typed(page) == query
    assert not page.all("b")
    assert page.all("mark")


@pytest.mark.parametrize(
    "query",
    ["a", "x" * 201, "a\x00b", "\x00", "{}", "%%", "__", "''--", "«»", "… ?!", "a " * 3 + " ".join(
        f"w{number}" for number in range(20)
    )],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_is_kept_with_the_reason(client, query):
    page = search(client, query)
    assert typed(page) == query.replace("\x00", "")
    assert len(page.texts("p", **{"class": "field-error"})) == 1
    assert not page.texts("h2")


@pytest.mark.parametrize(
    "raw", ["q=%ff%fe%fd", "q=%ed%a0%80ab", "q=%0b%0b%0b", "q", "q=&q=", "q=++", "q=" + "x" * 10000]
)
def test_broken_encodings_and_blanks_find_nothing(client, raw):
    make_post(title="It")
    assert not read(client, f"/search/?{raw}").texts("h2")


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=210))
def test_nothing_that_is_typed_is_an_error(client, query):
    for kind in ("posts", "comments"):
        assert client.get("/search/", {"q": query, "in": kind}).status_code == 200


def test_no_naughty_string_is_an_error(client):
    for query in naughty_strings():
        assert client.get("/search/", {"q": query}).status_code == 200, query


def test_results_go_on_page_by_page(client):
    row = site_settings()
    row.posts_per_page = 2
    row.save()
    for number in range(5):
        make_post(title=f"heron & {number}", published_at=f"2009-01-0{number + 1}T00:00Z")
    seen, page = [], search(client, "heron &")
    while True:
        seen += page.texts("h2")
        older = page.all("a", rel="next")
        if not older:
            break
        page = read(client, f"/search/{older[0].get('href')}")
    assert seen == [f"heron & {number}" for number in (4, 3, 2, 1, 0)]
    (first,) = page.all("a", **{"class": "pagination-newer"})
    assert read(client, f"/search/{first.get('href')}").texts("h2") == ["heron & 4", "heron & 3"]


@pytest.mark.parametrize("place", ["x", "1.5", "9" * 30, "%00", "٢", "--1"])
def test_a_place_that_no_result_can_have_is_not_found(client, place):
    make_post(title="heron")
    assert client.get(f"/search/?q=heron&after={place}").status_code == 404


def test_a_kind_that_is_not_there_is_not_found(client):
    assert client.get("/search/?q=heron&in=users").status_code == 404


def test_an_empty_place_is_the_first(client):
    make_post(title="heron")
    assert search(client, "heron", after="").texts("h2") == ["heron"]
    assert search(client, "heron", after="-5").texts("h2") == []


def test_a_comment_shows_who_said_it_about_what_and_leads_there(client):
    comment = make_comment(make_post(title="Birds & co"), author_name="Ann", text="A <i>heron</i>!")
    page = search(client, "HERON", **{"in": "comments"})
    (heading,) = page.texts("h2")
    assert heading.startswith("Ann on Birds & co")
    assert page.texts("mark") == ["heron"]
    assert page.all("a", href=f"/comments/{comment.pk}/")
    assert not page.all("i")


def test_what_is_hidden_is_found_no_more(client):
    comment = make_comment(author_name="Ann", text="A heron.")
    for change in (moderation.mark_as_spam, moderation.approve, moderation.remove):
        change(Comment.objects.filter(pk=comment.pk))
        shown = search(client, "heron", **{"in": "comments"}).texts("h2")
        assert len(shown) == (1 if change is moderation.approve else 0)


def test_a_comment_on_what_nobody_may_read_is_not_found(client):
    comment = make_comment(author_name="Ann", text="A heron.")
    Post.objects.filter(pk=comment.post_id).update(status="private")
    assert search(client, "heron", **{"in": "comments"}).texts("h2") == []
