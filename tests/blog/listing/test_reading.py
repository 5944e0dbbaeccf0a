"""Parts of long lists are what a plain look at all posts gives."""

from datetime import UTC, datetime, timedelta

import pytest

from blog.listing import reading
from blog.listing.months import Month
from blog.listing.parts import MonthsPaginator, Part, parts_of
from blog.models import Post
from tests.factories import make_category, make_post, make_tag

pytestmark = pytest.mark.django_db
START = datetime(2009, 1, 20, tzinfo=UTC)


def make_posts(number=23, **fields):
    """One every ten days, some of them in one moment; the last one is still to appear."""
    for n in range(number):
        make_post(title=str(n), published_at=START + timedelta(days=10 * (n // 2)), **fields)
    make_post(title="later", published_at=datetime(2999, 1, 1, tzinfo=UTC), **fields)


@pytest.mark.parametrize("pinned", [[], ["0"], ["3", "4", "20"], [str(n) for n in range(23)]])
def test_a_page_deep_down_is_found_by_months(monkeypatch, pinned):
    make_posts()
    Post.objects.filter(title__in=pinned).update(is_sticky=True)
    whole = list(Post.objects.listed().sticky_first())
    monkeypatch.setattr(reading, "DEEP", 1)
    for start in range(26):
        assert list(reading.sticky_first(start, start + 4)) == whole[start : start + 4], start


def test_the_posts_of_a_term_come_in_order_without_those_to_come():
    music, trio = make_category("Music"), make_tag("Trio")
    make_posts(7, categories=[make_category("Jazz", parent=music)], tags=[trio])
    make_posts(2)
    for term in (music, trio):
        titles = [post.title for post in reading.posts_of(term, 0, 99)]
        assert titles == ["6", "5", "4", "3", "2", "1", "0"]
        assert [post.title for post in reading.posts_of(term, 2, 4)] == ["4", "3"]


def test_a_category_and_a_tag_of_one_id_are_told_apart():
    make_post(categories=[make_category(pk=77)])
    assert not reading.posts_of(make_tag(pk=77), 0, 9)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_parts_of_all_posts_hold_each_once_and_the_oldest_first(size):
    make_posts()
    pages = MonthsPaginator(size)
    found = [post for number in pages.page_range for post in pages.page(number).object_list]
    assert found == list(Post.objects.listed().order_by("published_at", "pk"))
    assert pages.count == 23


def test_months_stay_together_as_long_as_they_fit():
    months = [Month(1, 2), Month(2, 3), Month(4, 1), Month(5, 12), Month(6, 1)]
    assert list(parts_of(months, 5)) == [
        Part(1, 2), Part(4, 4), Part(5, 5), Part(5, 5, 5), Part(5, 5, 10), Part(6, 6),
    ]  # fmt: skip
