"""Several people who write at once: nobody is refused for what another did in that moment."""

import pytest

from blog.models import Post
from blog.services.publishing import save_post
from tests.at_once import WRITERS, at_once
from tests.factories import make_post, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("kind", Post.Kind.values)
def test_posts_of_one_title_saved_at_once_all_get_an_address(kind):
    author = make_user(is_staff=True)

    def work(_):
        post = Post(kind=kind, title="Same", body="x", author=author, status="published")
        return save_post(post).slug

    expected = ["same", *(f"same-{number}" for number in range(2, WRITERS + 1))]
    assert sorted(at_once(work)) == sorted(expected)
    assert sorted(Post.objects.values_list("slug", flat=True)) == sorted(expected)


def test_one_post_saved_at_once_stays_one_post():
    post = make_post(title="One")

    def work(writer):
        mine = Post.objects.get(pk=post.pk)
        mine.slug = f"slug-{writer}"
        return save_post(mine).slug

    slugs = at_once(work)
    stored = Post.objects.get()
    assert stored.slug in slugs
