"""The form in which the writer of a comment changes it, from its receipt."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.feedback.models import Status
from tests.factories import make_comment
from tests.pages.reading import Read, read
from tests.pages.receipts import address_of, do

pytestmark = pytest.mark.django_db
WORDS = {"name": "Ann Onym", "url": "", "body": "Other words."}


def test_she_edits_it_while_it_is_young(client):
    comment = make_comment(text="My werds", author_name="Ann Onym")
    assert "For 15 more minutes" in read(client, address_of(comment)).html
    page = read(client, address_of(comment, "edit/"))
    assert page.all("textarea")[0].text.strip() == "My werds"
    assert not [e for e in page.all("input") if e.get("name") == "email"]
    response = do(client, comment, "edit", **WORDS | {"body": "My *words*"})
    assert response.status_code == 302
    assert comment.body == "My *words*"
    assert comment.is_public


def test_a_preview_of_the_change_saves_nothing(client):
    comment = make_comment(text="Old words")
    response = do(client, comment, "edit", **WORDS | {"body": "*New* words"}, preview="1")
    assert response.status_code == 200
    assert "<em>New</em> words" in response.content.decode()
    assert comment.body == "Old words"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": " "}, "Give a name"),
        ({"url": "javascript:alert(1)"}, "This is not the address of a website"),
        ({"body": ""}, "Write something first."),
        ({"body": "x" * 10241}, "10 KB is the most"),
    ],
)
def test_a_faulty_change_is_told_and_kept(client, changes, says):
    comment = make_comment(text="Old words")
    response = do(client, comment, "edit", **WORDS | changes)
    page = Read(response)
    assert response.status_code == 422
    assert says in " ".join(page.texts("div", role="alert"))
    assert "Your change was not saved yet." in page.html
    assert comment.body == "Old words"


def test_a_change_from_another_site_is_refused_with_its_words(client):
    comment = make_comment(text="Old words")
    response = do(client, comment, "edit", {}, **WORDS)
    assert response.status_code == 403
    assert "Other words." in response.content.decode()
    assert comment.body == "Old words"


def test_an_answer_ends_it_and_the_new_words_are_kept(client):
    comment = make_comment(text="Old words")
    make_comment(parent=comment)
    assert "Edit it" not in read(client, address_of(comment)).html
    assert client.get(address_of(comment, "edit/")).status_code == 302
    response = do(client, comment, "edit", **WORDS)
    assert response.status_code == 409
    assert "Somebody has answered" in response.content.decode()
    assert "Other words." in response.content.decode()
    assert comment.body == "Old words"


def test_after_a_quarter_of_an_hour_it_stays_as_it_is(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    comment = make_comment()
    time_machine.shift(timedelta(minutes=15))
    page = read(client, address_of(comment))
    assert "Edit it" not in page.html
    assert "fifteen minutes" in page.html
    assert do(client, comment, "edit", **WORDS).status_code == 409


def test_a_change_that_the_filter_doubts_goes_off_the_page(client):
    comment = make_comment(text="Hello")
    links = "https://a.example https://b.example https://c.example"
    response = do(client, comment, "edit", **WORDS | {"body": links})
    assert comment.status == Status.PENDING
    page = read(client, response["Location"])
    assert page.texts("h1") == ["Your comment has arrived"]
    assert "more links than comments here" in page.html


def test_a_network_changes_its_comments_so_often(client, settings):
    settings.RATE_LIMITS = True
    comment = make_comment(text="Old words")
    answers = [
        do(client, comment, "edit", **WORDS | {"body": f"No. {n}"}).status_code for n in range(21)
    ]
    assert answers == [302] * 20 + [429]
    assert comment.body == "No. 19"
