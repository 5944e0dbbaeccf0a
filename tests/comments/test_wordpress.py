"""Comments of a WordPress export: threads, standing, writers, and what is broken in them."""

from datetime import UTC, datetime

import pytest

from blog.wordpress.records import Said
from blog.wordpress.tally import Tally
from comments.models import Comment
from comments.wordpress import NewComments
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db


def said(number, parent="", **fields):
    fields = {"name": f"Reader {number}", "text": f"Text {number}.", "approved": "1"} | fields
    when = fields.pop("written_at", datetime(2010, 3, 2, 10, int(number) % 60, tzinfo=UTC))
    return Said(str(number), parent=parent and str(parent), written_at=when, **fields)


def bring(post, *found, who_said=lambda _said: None, source="wordpress:old.example"):
    tally = Tally()
    NewComments(source, found, post, who_said=who_said, tally=tally).store(post)
    return tally


def threads(post):
    """{text: text of what it answers}"""
    rows = Comment.objects.filter(post=post).select_related("parent")
    return {row.body: row.parent and row.parent.body for row in rows}


def test_comments_stand_below_what_they_answer_whatever_their_order():
    post = make_post()
    bring(post, said(3, 2), said(2, 1), said(1), said(4))
    assert threads(post) == {
        "Text 1.": None,
        "Text 2.": "Text 1.",
        "Text 3.": "Text 2.",
        "Text 4.": None,
    }


def test_threads_deeper_than_the_author_allows_keep_what_answers_what():
    post = make_post()
    bring(post, said(1), *(said(number, number - 1) for number in range(2, 12)))
    assert threads(post)["Text 11."] == "Text 10."
    assert max(row.depth for row in Comment.objects.filter(post=post)) == 5


@pytest.mark.parametrize(
    ("approved", "status"),
    [
        ("1", "approved"),
        ("approved", "approved"),
        ("0", "pending"),
        ("hold", "pending"),
        ("", "pending"),
        ("spam", "spam"),
        ("trash", "removed"),
        ("post-trashed", "removed"),
        ("x" * 50, "pending"),
    ],
)
def test_a_standing_becomes_ours(approved, status):
    post = make_post()
    bring(post, said(1, approved=approved))
    comment = Comment.objects.get()
    assert comment.status == status
    assert bool(comment.reasons) == (status in {"pending", "spam"})
    post.refresh_from_db()
    assert post.comment_count == (status == "approved")


def test_everything_known_of_the_writer_is_kept():
    bring(
        make_post(),
        said(1, name="Ann", email="ann@example.com", url="http://ann.example/", ip="203.0.113.5"),
    )
    comment = Comment.objects.get()
    assert (comment.name, comment.email, comment.url) == (
        "Ann", "ann@example.com", "http://ann.example/",
    )  # fmt: skip
    assert (comment.ip, comment.created_at.minute) == ("203.0.113.5", 1)
    assert comment.records.get().why == "Imported from WordPress."


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("email", "not an address", ""),
        ("email", "a" * 260 + "@example.com", ""),
        ("url", "javascript:alert(1)", ""),
        ("url", "http://" + "a" * 500 + ".example", ""),
        ("url", "ann.example", "https://ann.example"),
        ("url", 'http://x.example/"onclick=', ""),
        ("ip", "unknown", None),
        ("ip", "", None),
        ("ip", "2001:db8::1", "2001:db8::1"),
        ("name", "", "Anonymous"),
        ("name", "n" * 300, "n" * 100),
    ],
)
def test_what_a_column_cannot_hold_is_left_out(field, typed, kept):
    bring(make_post(), said(1, **{field: typed}))
    assert getattr(Comment.objects.get(), field) == kept


def test_the_authors_answers_are_set_apart(client):
    post = make_post()
    bring(
        post,
        said(1),
        said(2, 1, account="1"),
        who_said=lambda one: post.author if one.account else None,
    )
    assert Comment.objects.get(user=post.author).body == "Text 2."
    assert client.get(post.get_absolute_url()).content.decode().count("comment--author") == 1


def test_html_is_shown_and_made_safe():
    bring(make_post(), said(1, text="One\n\n<b>two</b> <script>alert(1)</script>"))
    comment = Comment.objects.get()
    assert comment.html.startswith("<p>One</p>\n<p><strong>two</strong>")
    assert "script" not in comment.html
    assert comment.markup == "html", "so that mending a word later keeps it so"
    assert "<b>two</b>" in comment.body


def test_a_comment_without_a_date_has_that_of_its_post():
    post = make_post()
    bring(post, said(1, written_at=None))
    assert Comment.objects.get().created_at == post.published_at


def test_an_answer_to_something_that_is_missing_stands_by_itself_and_is_told():
    post = make_post()
    tally = bring(post, said(2, 1))
    assert threads(post) == {"Text 2.": None}
    assert tally.changes["comments whose parent is missing: they stand by themselves"].count == 1


def test_comments_in_a_circle_are_cut_open_once_and_told():
    post = make_post()
    tally = bring(post, said(1, 3), said(2, 1), said(3, 2), said(4, 4))
    assert threads(post) == {
        "Text 1.": None, "Text 2.": "Text 1.", "Text 3.": "Text 2.", "Text 4.": None,
    }  # fmt: skip
    assert tally.changes["comments in a circle: the first stands by itself"].count == 2


def test_a_second_time_only_new_ones_come_and_answer_those_of_the_first():
    post = make_post()
    bring(post, said(1))
    tally = bring(post, said(1), said(2, 1))
    assert threads(post) == {"Text 1.": None, "Text 2.": "Text 1."}
    assert (tally.known["comments"], tally.taken["comments"]) == (1, 1)


def test_one_that_was_deleted_here_does_not_come_back_and_is_no_parent():
    post = make_post()
    bring(post, said(1))
    Comment.objects.all().delete()
    bring(post, said(1), said(2, 1))
    assert threads(post) == {"Text 2.": None}


def test_a_comment_never_answers_one_of_another_post():
    bring(make_post(), said(1))
    post = make_post()
    bring(post, said(2, 1))
    assert threads(post) == {"Text 2.": None}


def test_what_was_said_here_before_stays():
    post = make_post()
    mine = make_comment(post, text="Mine")
    bring(post, said(1))
    assert threads(post) == {"Mine": None, "Text 1.": None}
    mine.refresh_from_db()
    assert mine.is_public


def test_a_number_that_comes_twice_is_one_comment():
    post = make_post()
    tally = bring(post, said(1), said(1, text="Again"))
    assert Comment.objects.count() == tally.taken["comments"] == 1


def test_a_long_discussion_costs_no_query_for_each_comment(django_assert_max_num_queries):
    post, user = make_post(), make_user()
    many = [said(number, number - 50 if number > 50 else "") for number in range(1, 301)]
    with django_assert_max_num_queries(40):
        bring(post, *many, who_said=lambda _said: user)
    assert Comment.objects.filter(post=post).count() == 300
