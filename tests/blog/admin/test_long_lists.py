"""A list in the admin counts no further than anybody reads."""

import re

import pytest
from django.contrib.admin import site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog import pagination
from blog.models import Post
from comments.models import Comment
from tests.blog.feedback.inbox_pages import INBOX
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db

START = "/admin/"
POSTS = "/admin/blog/post/"
# Lists of people and of groups of them are Django's own, and short.
OURS = {"blog", "comments", "trackbacks"}
LISTS = sorted(
    reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for model in site._registry
    if model._meta.app_label in OURS
)
# Of the rows on a page, or of the posts of each term.
GROUPED = re.compile(r" IN \(|GROUP BY")


@pytest.fixture
def up_to_three(monkeypatch):
    monkeypatch.setattr(pagination, "MOST_COUNTED", 3)
    monkeypatch.setattr("blog.templatetags.blog.MOST_COUNTED", 3)


@pytest.mark.parametrize("address", [START, INBOX, *LISTS])
def test_no_list_counts_to_the_end(admin, address):
    make_comment(make_post())
    with CaptureQueriesContext(connection) as asked:
        admin.get(address, follow=True)
    counting = [each["sql"] for each in asked if "COUNT(" in each["sql"]]
    whole = [sql for sql in counting if sql.count("LIMIT") < sql.count("COUNT(")]
    assert [sql for sql in whole if not GROUPED.search(sql)] == []


def test_a_list_of_no_more_than_that_is_counted(admin, up_to_three):
    for _ in range(3):
        make_post()
    page = admin.get(POSTS).content.decode()
    assert " ".join(page.split()).count("3 posts ") == 1
    assert "The first" not in page


def test_a_longer_list_says_that_there_are_others(admin, up_to_three):
    for number in range(4):
        make_post(title=f"Owl {number}" if number else "Heron")
    page = admin.get(POSTS).content.decode()
    assert "The first 3 posts; search or filter to find the others." in page
    page = admin.get(POSTS, {"q": "heron"}).content.decode()
    assert "The first" not in page
    assert "Heron" in page


def test_the_inbox_says_where_it_stopped_counting(admin, up_to_three):
    post = make_post()
    for _ in range(5):
        make_comment(post, status="pending")
    make_comment(post, status="spam")
    page = admin.get(INBOX).content.decode()
    assert '<span class="queue-count">3+</span>' in page
    assert '<span class="queue-count">1</span>' in page


def test_the_start_page_says_where_it_stopped_counting(admin, up_to_three):
    post = make_post()
    for _ in range(5):
        make_comment(post, status="pending")
    assert "<strong>3+</strong>" in admin.get(START).content.decode()


def test_what_is_counted_is_counted_without_an_order(up_to_three):
    for _ in range(5):
        make_post()
    with CaptureQueriesContext(connection) as asked:
        assert pagination.count_up_to_most(Post.objects.order_by("title")) == [4]
    assert "ORDER BY" not in asked[0]["sql"]


def test_several_lists_are_counted_at_once(up_to_three, django_assert_num_queries):
    post = make_post(title="100% wool")
    for _ in range(2):
        make_comment(post)
    with django_assert_num_queries(1):
        counts = pagination.count_up_to_most(
            Post.objects.filter(title="100% wool"), Comment.objects.all(), Post.objects.none()
        )
    assert counts == [1, 2, 0]
    assert pagination.count_up_to_most() == []
