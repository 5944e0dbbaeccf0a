"""What a moderator mends in a comment: rendered anew, and on the record."""

import pytest

from blog.feedback import moderation
from blog.feedback.models import Status
from blog.models import Post
from comments.editing import edit
from comments.models import Comment
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db


def test_the_text_is_rendered_anew_and_made_safe():
    comment = make_comment(text="Old words", author_name="Ann")
    edit(comment, name="Ann", url="", body="*New* <script>alert(1)</script>", by=make_user())
    comment.refresh_from_db()
    assert "<em>New</em>" in comment.html
    assert "<script" not in comment.html
    assert comment.edited_at is not None


def test_what_came_as_html_is_rendered_as_html_again():
    comment = make_comment(text="<b>Old</b> words")
    Comment.objects.filter(pk=comment.pk).update(markup=Post.Markup.HTML)
    comment.refresh_from_db()
    edit(comment, name="Ann", url="", body="<em>New</em> words<script>alert(1)</script>", by=None)
    comment.refresh_from_db()
    assert comment.html == "<p><em>New</em> words</p>"


def test_the_record_tells_who_changed_what_and_what_was_said_before():
    comment = make_comment(text="Old words", author_name="Ann")
    rosa = make_user("rosa")
    changed = edit(comment, name="Anne", url="", body="New words", by=rosa)
    assert changed == ["name", "body"]
    record = comment.records.last()
    assert (record.by, record.is_edit) == (rosa, True)
    assert "Name (was “Ann”)" in record.why
    assert "text (was “Old words”)" in record.why


def test_what_is_equal_is_neither_stored_nor_recorded():
    comment = make_comment(text="Words", author_name="Ann")
    records = comment.records.count()
    assert edit(comment, name="Ann", url="", body="Words", by=make_user()) == []
    comment.refresh_from_db()
    assert comment.edited_at is None
    assert comment.records.count() == records


def test_the_longest_words_fit_the_record():
    comment = make_comment(
        text="w" * 9000, author_name="n" * 100, url="https://e.example/" + "u" * 300
    )
    edit(comment, name="n", url="", body="w", by=make_user())
    assert len(comment.records.last().why) <= 300


def test_an_edit_is_no_change_that_restoring_undoes():
    comment = make_comment(status=Status.APPROVED)
    rows = Comment.objects.filter(pk=comment.pk)
    moderation.mark_as_spam(rows)
    edit(comment, name="Ann", url="", body="Mended", by=make_user())
    assert moderation.restore(rows) == 1
    comment.refresh_from_db()
    assert (comment.status, comment.body) == (Status.APPROVED, "Mended")


def test_a_status_that_changed_meanwhile_is_not_written_back():
    comment = make_comment(status=Status.PENDING)
    moderation.mark_as_spam(Comment.objects.filter(pk=comment.pk))
    edit(comment, name="Ann", url="", body="Mended", by=make_user())
    comment.refresh_from_db()
    assert comment.status == Status.SPAM
    assert comment.records.last().new_status == Status.SPAM


def test_the_record_keeps_all_that_was_replaced_however_long():
    comment = make_comment(text="Old words. " * 100, author_name="Ann")
    edit(comment, name="Anne", url="", body="New words", by=make_user())
    assert comment.records.last().before == {"name": "Ann", "body": comment.body}
