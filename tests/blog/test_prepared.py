from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from blog.models import Post
from blog.prepared import Given, Prepared, given_moment
from tests.factories import make_post, make_user

CALLED = datetime(2009, 9, 28, tzinfo=UTC)


def by_slug(most=1):
    slug = Given("slug", models.CharField())
    return Post.objects.published(given_moment()).filter(slug=slug).for_display()[:most]


@pytest.mark.django_db
def test_it_selects_what_the_queryset_would():
    post = make_post(author=make_user("ann"))
    make_post()
    found = Prepared(by_slug).first(now=post.published_at, slug=post.slug)
    plain = Post.objects.for_display().get(slug=post.slug)
    fields = [field.attname for field in Post._meta.concrete_fields]
    assert [getattr(found, name) for name in fields] == [getattr(plain, name) for name in fields]
    assert (found.author, found._state.db) == (post.author, "default")


@pytest.mark.django_db
def test_each_question_has_its_own_values():
    prepared = Prepared(by_slug)
    posts = [make_post(published_at=CALLED) for _ in range(3)]
    assert [prepared.first(now=CALLED, slug=post.slug) for post in posts] == posts
    assert prepared.first(now=CALLED - timedelta(seconds=1), slug=posts[0].slug) is None


@pytest.mark.django_db
def test_it_is_compiled_once_for_each_shape():
    built = []
    prepared = Prepared(lambda most: built.append(most) or by_slug(most))
    for most in (1, 2, 1, 2):
        prepared.rows(most, now=CALLED, slug="x")
    assert built == [1, 2]


@pytest.mark.django_db
def test_a_value_that_is_missing_is_an_error_and_not_an_old_one():
    prepared = Prepared(by_slug)
    prepared.first(now=CALLED, slug="x")
    with pytest.raises(KeyError):
        prepared.first(now=CALLED)


@pytest.mark.django_db
def test_text_from_outside_stays_a_value():
    post = make_post(published_at=CALLED)
    hostile = f"' OR slug = '{post.slug}"
    with CaptureQueriesContext(connection) as queries:
        assert Prepared(by_slug).first(now=CALLED, slug=hostile) is None
    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_by_its_own_connection():
    post = make_post(published_at=CALLED)
    prepared, found = Prepared(by_slug), []

    def ask():
        found.append(prepared.first(now=CALLED, slug=post.slug))
        connection.close()

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [post] * 3
