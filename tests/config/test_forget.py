"""`manage.py forget`: what the page of a reader does, from a shell."""

import pytest
from django.core.management import CommandError, call_command

from blog import leftovers
from comments.models import Comment
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_vacuum(monkeypatch):
    """A test runs in a transaction, and the files cannot be written anew in one."""
    monkeypatch.setattr(leftovers, "clear", lambda: None)


@pytest.fixture
def comment():
    return make_comment(author_name="Ann", email="ann@example.com", text="Her words")


def said(capsys, *options):
    call_command("forget", *options)
    return capsys.readouterr().out.splitlines()


def test_everything_of_an_address_is_erased(comment, capsys):
    assert said(capsys, "ANN@example.com") == ["Comments: 1", "All of it is erased."]
    comment.refresh_from_db()
    assert (comment.name, comment.body, comment.email) == ("—", "", "")


def test_the_words_are_kept_where_that_is_asked_for(comment, capsys):
    said(capsys, "ann@example.com", "--anonymise")
    comment.refresh_from_db()
    assert (comment.name, comment.body, comment.email) == ("Anonymous", "Her words", "")


def test_a_dry_run_only_tells(comment, capsys):
    lines = said(capsys, "ann@example.com", "--dry-run")
    assert lines == ["Comments: 1", "Nothing was changed."]
    assert Comment.objects.get(pk=comment.pk).body == "Her words"


def test_the_account_of_an_author_stays(capsys):
    author = make_user(is_staff=True)
    written = make_comment(user=author)
    lines = said(capsys, author.email)
    assert "An account has this address. It stays, with what was written by it." in lines
    written.refresh_from_db()
    assert written.email == author.email


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError, match="is not an e-mail address"):
        call_command("forget", "ann")


def test_it_says_when_the_files_are_not_clean_yet(comment, monkeypatch):
    def still_read():
        raise leftovers.StillRead

    monkeypatch.setattr(leftovers, "clear", still_read)
    with pytest.raises(CommandError, match="once more"):
        call_command("forget", "ann@example.com")
