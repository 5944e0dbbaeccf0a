"""Rows that are stored past their models are those that the models would have stored."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict

from blog.feedback.models import Status
from comments.models import Comment
from config.populating.bulk import as_row, insert
from tests.factories import make_comment, make_post
from trackbacks.models import OwnLink

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def test_a_copied_row_is_the_same_but_for_its_id():
    there = make_comment(ip="2001:db8::1")
    there.evidence, there.moderated_at = {"é": [1, None]}, LATER
    there.body = "a\tb\\n\n\"'"
    there.save()
    insert(Comment, [{**as_row(there), "id": there.pk + 7}])
    copy = Comment.objects.get(pk=there.pk + 7)
    assert {**as_row(copy), "id": there.pk} == as_row(there)
    assert model_to_dict(copy) == {**model_to_dict(there), "id": copy.pk}


def test_what_is_left_out_has_its_default():
    post = make_post()
    status = Status.APPROVED
    insert(Comment, [{"post_id": post.pk, "name": name, "status": status} for name in "ab"])
    for row in Comment.objects.all():
        assert (row.status, row.reasons, row.depth, row.parent) == ("approved", [], 1, None)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT status FROM {Comment._meta.db_table}")
        assert cursor.fetchall() == [("approved",)] * 2


def test_nothing_may_be_stored_too():
    insert(Comment, [])
    assert not Comment.objects.exists()


def test_the_database_still_refuses_what_cannot_be():
    post = make_post()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Comment, [{"post_id": post.pk, "name": "Ann", "status": "nonsense"}])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(OwnLink, [{"source_id": post.pk, "target_id": post.pk}] * 2)
