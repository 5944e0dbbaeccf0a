"""What a moderator mends in a comment: rendered anew, and on the record."""

from uuid import uuid4

import pytest

from blog.feedback import moderation
from blog.feedback.models import Status
from blog.models import Post
from comments import answering
from comments.editing import edit, take_back
from comments.models import Comment
from comments.withdrawal import withdraw
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


# --- Taking back ---


def batch_of(comment):
    return comment.records.last().batch


def words_of(comment):
    comment.refresh_from_db()
    return comment.name, comment.url, comment.body, comment.html, comment.is_edited_by_staff


def test_an_edit_is_taken_back_with_all_that_it_replaced():
    rosa = make_user("rosa")
    comment = make_comment(text="Old *words* " + "w" * 5000, url="https://ann.example/")
    before = words_of(comment)
    edit(comment, name="Anne", url="", body="New words", by=rosa)
    assert words_of(comment)[-1] is True
    undone = batch_of(comment)
    assert take_back(undone, by=rosa, batch=uuid4()) == 1
    assert words_of(comment) == before
    record = comment.records.last()
    assert (record.undoes, record.by, record.before["body"]) == (undone, rosa, "New words")
    assert take_back(undone, by=rosa, batch=uuid4()) == 0


def test_edits_are_taken_back_one_after_the_other():
    comment, states = make_comment(text="One"), []
    for body in ("Two", "Three"):
        states.append((words_of(comment), body))
        edit(comment, name=comment.name, url="", body=body, by=make_user())
    batches = [record.batch for record in comment.records.edits()]
    assert take_back(batches[0], by=None, batch=uuid4()) == 0
    for batch, (before, _body) in zip(reversed(batches), reversed(states), strict=True):
        assert take_back(batch, by=make_user(), batch=uuid4()) == 1
        assert words_of(comment) == before


def test_what_its_writer_changed_since_stays():
    comment = make_comment(text="Old")
    edit(comment, name="Ann", url="", body="New", by=make_user())
    batch = batch_of(comment)
    moderation.record_edit(
        comment, by_sender=True, why="Text.", columns={"before": {"body": "New"}}
    )
    assert take_back(batch, by=None, batch=uuid4()) == 0


def test_what_its_writer_withdrew_does_not_come_back():
    comment = make_comment(text="Old")
    edit(comment, name="Ann", url="", body="New", by=make_user())
    batch = batch_of(comment)
    withdraw(comment)
    assert take_back(batch, by=None, batch=uuid4()) == 0


def test_a_note_in_the_trail_is_no_edit():
    comment = make_comment(text="Why?")
    edit(comment, name="Ann", url="", body="Why not?", by=make_user())
    assert not comment.records.last().is_note
    answering.settle(Comment.objects.filter(pk=comment.pk), by=make_user(), batch=uuid4())
    assert comment.records.last().is_note
