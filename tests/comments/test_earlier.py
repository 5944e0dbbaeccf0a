"""Comments that are older than their coming here: threads, dates, status, counts, records."""

from datetime import UTC, datetime, timedelta

import pytest

from blog.models import SiteSettings
from comments.earlier import EarlierComment, add_earlier, generations
from comments.models import Comment
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db

START = datetime(2009, 9, 28, 9, 0, tzinfo=UTC)


def earlier(key, parent_key=None, *, minutes=0, **fields):
    fields = {"name": "Ann", "body": f"Text {key}.", "html": f"<p>Text {key}.</p>"} | fields
    return EarlierComment(
        key=key,
        parent_key=parent_key,
        created_at=START + timedelta(minutes=minutes),
        **fields,
    )


def printed(post):
    """The thread as it stands on the page: depth and text of each."""
    rows = Comment.objects.filter(post=post).in_thread_order()
    return [(row.depth, row.body) for row in rows]


def test_answers_stand_below_what_they_answer_whatever_order_they_come_in():
    post = make_post()
    add_earlier(
        post,
        [
            earlier("30", "20", minutes=3),
            earlier("9", minutes=4),
            earlier("20", "10", minutes=2),
            earlier("10", minutes=1),
        ],
        why="Imported.",
    )
    assert printed(post) == [(1, "Text 10."), (2, "Text 20."), (3, "Text 30."), (1, "Text 9.")]


def test_date_status_and_sender_are_kept():
    post, user = make_post(), make_user()
    ids = add_earlier(
        post,
        [earlier("1", status="spam", email="a@example.org", ip="203.0.113.9", user=user)],
        why="Imported.",
    )
    comment = Comment.objects.get(pk=ids["1"])
    assert (comment.created_at, comment.status, comment.ip) == (START, "spam", "203.0.113.9")
    assert (comment.email, comment.user, comment.html) == ("a@example.org", user, "<p>Text 1.</p>")


def test_only_approved_ones_are_counted_and_others_counted_before_stay():
    post = make_post()
    make_comment(post)
    add_earlier(post, [earlier("1"), earlier("2", status="spam"), earlier("3")], why="Imported.")
    post.refresh_from_db()
    assert post.comment_count == 3


def test_each_has_a_record_that_says_where_it_came_from():
    ids = add_earlier(make_post(), [earlier("1", status="pending")], why="Imported.")
    record = Comment.objects.get(pk=ids["1"]).records.get()
    assert (record.old_status, record.new_status, record.why) == ("", "pending", "Imported.")


def test_an_answer_to_one_that_was_stored_before_joins_its_thread():
    post = make_post()
    known = add_earlier(post, [earlier("1")], why="Imported.")
    added = add_earlier(post, [earlier("2", "1", minutes=5)], known=known, why="Imported.")
    assert Comment.objects.get(pk=added["2"]).parent_id == known["1"]
    assert printed(post) == [(1, "Text 1."), (2, "Text 2.")]


def test_threads_are_no_deeper_than_the_author_allows():
    SiteSettings(pk=1, thread_depth=2).save()
    post = make_post()
    add_earlier(
        post,
        [earlier("1"), earlier("2", "1"), earlier("3", "2"), earlier("4", "3")],
        why="Imported.",
    )
    assert [depth for depth, _ in printed(post)] == [1, 2, 2, 2]
    assert Comment.objects.get(body="Text 4.").parent.body == "Text 3."


@pytest.mark.parametrize("elsewhere", ["unknown", "other post"])
def test_an_answer_to_something_unknown_stores_nothing(elsewhere):
    known = {"1": make_comment().pk} if elsewhere == "other post" else {}
    post = make_post()
    with pytest.raises(ValueError, match="what 2 answers"):
        add_earlier(post, [earlier("3"), earlier("2", "1")], known=known, why="Imported.")
    assert not Comment.objects.filter(post=post).exists()


def test_those_that_answer_each_other_in_a_circle_are_found():
    found, lost = generations([earlier("1", "2"), earlier("2", "1"), earlier("3")], {})
    assert [[comment.key for comment in generation] for generation in found] == [["3"]]
    assert sorted(comment.key for comment in lost) == ["1", "2"]


def test_a_long_discussion_costs_no_query_for_each_comment(django_assert_max_num_queries):
    post = make_post()
    many = [earlier(str(n), None if n < 100 else str(n - 100)) for n in range(400)]
    with django_assert_max_num_queries(30):
        add_earlier(post, many, why="Imported.")
    assert Comment.objects.filter(post=post).count() == 400
