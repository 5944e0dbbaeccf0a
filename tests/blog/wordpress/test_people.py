"""Authors become accounts: nobody can log in with them, and none gains a right."""

import pytest
from django.contrib.auth import get_user_model

from blog.wordpress.records import Said
from tests.factories import make_user
from tests.wordpress_files import author, export, item

pytestmark = pytest.mark.django_db


def account(login):
    return get_user_model().objects.get(username=login)


def test_an_author_cannot_log_in_and_has_no_rights(take):
    take(export(author("ann", author_email="ann@example.com")))
    ann = account("ann")
    assert not ann.has_usable_password()
    assert (ann.is_active, ann.is_staff, ann.is_superuser) == (False, False, False)
    assert ann.email == "ann@example.com"


@pytest.mark.parametrize(
    ("shown", "first", "last", "name"),
    [
        ("Ann of the Bread", "Ann", "Baker", "Ann of the Bread"),
        ("Ann Baker", "Ann", "Baker", "Ann Baker"),
        ("", "Ann", "Baker", "Ann Baker"),
        ("ann", "", "", ""),
        ("Anne " * 60, "", "", ("Anne " * 60)[:150].strip()),
    ],
)
def test_an_author_is_called_what_readers_saw(take, shown, first, last, name):
    names = {"author_first_name": first, "author_last_name": last}
    take(export(author("ann", author_display_name=shown, **names)))
    assert account("ann").get_full_name() == name


@pytest.mark.parametrize("email", ["no address", "a" * 250 + "@example.com", ""])
def test_an_address_that_is_none_is_left_out(take, email):
    take(export(author("ann", author_email=email)))
    assert account("ann").email == ""


def test_an_account_with_that_login_is_hers_and_stays_as_it_is(take):
    mine = make_user("ann", is_staff=True, email="mine@example.com")
    take(export(author("ann", author_email="other@example.com"), item(creator="ann", title="Hi")))
    mine.refresh_from_db()
    assert (mine.email, mine.is_staff, mine.has_usable_password()) == (
        "mine@example.com", True, True,
    )  # fmt: skip
    assert mine.posts.get().title == "Hi"
    assert take.tally.known["authors"] == 1


def test_an_author_whom_only_posts_name_is_made_and_told(take):
    take(export(item(creator="Theme Admin")))
    assert account("Theme-Admin").get_full_name() == "Theme Admin"
    assert "authors that only their posts name" in take.told()


def test_a_login_with_odd_characters_is_that_without_them(take):
    take(export(author("ann"), item(creator=">ann")))
    assert account("ann").posts.count() == 1


def test_an_author_without_a_login_is_left_and_told(take):
    take(export(author("", author_display_name="Ghost")))
    assert take.tally.left["authors"] == 1
    assert not get_user_model().objects.exists()


def test_a_second_run_makes_no_second_account(take):
    for _run in range(2):
        take(export(author("ann")))
    assert get_user_model().objects.count() == 1
    assert (take.tally.taken["authors"], take.tally.known["authors"]) == (1, 1)


@pytest.mark.parametrize(
    ("said", "login"),
    [
        (Said("1", account="7", email="x@example.com"), "ann"),
        (Said("1", account="99", email="ANN@example.com"), "ann"),
        (Said("1", account="99", email="x@example.com"), None),
        (Said("1", account="", email="ann@example.com"), None),
    ],
)
def test_a_comment_is_an_authors_only_if_it_was_written_under_an_account(take, said, login):
    people = take(export(author("ann", author_id=7, author_email="ann@example.com")))
    found = people.who_said(said)
    assert (found and found.username) == login
