import pytest

from blog.models import Category, Post
from tests.factories import make_category, make_post, make_tag

pytestmark = pytest.mark.django_db


def test_terms_come_with_their_post_in_the_order_of_their_tables(django_assert_num_queries):
    categories = [make_category(name) for name in ("Music", "Art", "Zoo")]
    tags = [make_tag(name) for name in ("trio", "duo", 'Quartet "in" É\'')]
    post = make_post(categories=categories, tags=tags)
    plain = Post.objects.get(pk=post.pk)
    wanted = [
        [(term.name, term.get_absolute_url()) for term in sorted(terms, key=order)]
        for terms, order in (
            (plain.categories.all(), lambda term: term.path),
            (plain.tags.all(), lambda term: term.name),
        )
    ]
    with django_assert_num_queries(1):
        [read] = Post.objects.for_display()
        terms = [read.shown_categories, read.shown_tags]
        found = [[(term.name, term.get_absolute_url()) for term in part] for part in terms]
    assert found == wanted


def test_a_post_without_terms_has_none_and_asks_nothing_more(django_assert_num_queries):
    make_post()
    with django_assert_num_queries(1):
        [read] = Post.objects.for_display()
        assert (read.shown_categories, read.shown_tags) == ([], [])


def test_terms_of_a_post_that_was_read_alone_are_asked_for():
    category, tag = make_category("Music"), make_tag("trio")
    post = make_post(categories=[category], tags=[tag])
    read = Post.objects.get(pk=post.pk)
    assert (read.shown_categories, read.shown_tags) == ([category], [tag])
    assert Category.objects.count() == 1
