"""The command that fills a blog: it asks first, and leaves alone what is in use."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from blog.models import Post
from comments.models import Comment
from tests.factories import make_post, make_user

pytestmark = pytest.mark.django_db


def populate(*options):
    call_command("populate", "--posts=1", "--comments=0", "--no-input", *options, stdout=StringIO())


def test_a_blog_with_posts_is_left_alone():
    post = make_post()
    with pytest.raises(CommandError, match="--add"):
        populate()
    assert list(Post.objects.all()) == [post]


@pytest.mark.parametrize("answer", ["n", "", "nonsense"])
def test_nothing_is_done_without_a_yes(monkeypatch, answer):
    monkeypatch.setattr("builtins.input", lambda question: answer)
    with pytest.raises(CommandError, match="Nothing was done"):
        call_command("populate", posts=1, stdout=StringIO())
    assert not Post.objects.exists()


def test_nothing_is_done_where_nobody_can_say_yes(monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(CommandError, match="--no-input"):
        call_command("populate", posts=1, stdout=StringIO())
    assert not Post.objects.exists()


def test_somebodys_account_is_not_taken_for_an_invented_author():
    make_user("writer2", is_staff=True)
    with pytest.raises(CommandError, match="writer2"):
        populate()
    assert not Post.objects.exists()
    assert get_user_model().objects.count() == 1


@pytest.mark.parametrize(
    "wrong", ["--posts=-1", "--comments=ten", "--until=2026-02-30", "--until=2999-01-01"]
)
def test_a_size_or_an_end_that_cannot_be_is_refused(wrong):
    with pytest.raises(CommandError):
        populate(wrong)
    assert not Post.objects.exists()


def test_a_blog_without_readers_has_only_what_the_examples_have():
    populate()
    assert Post.objects.posts().count() == 3
    assert Comment.objects.exclude(post__slug__startswith="a-post-with-").count() == 0
