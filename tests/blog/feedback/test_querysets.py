"""What is looked for among all rows, of any status, is found by an index."""

from uuid import uuid4

import pytest
from django.db import connection

from comments.models import Comment
from trackbacks.models import Trackback

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what is stored"),
]


@pytest.mark.parametrize("model", [Comment, Trackback])
def test_the_newest_of_every_status_are_not_sorted_out_of_all(model):
    for rows in (model.objects.all(), model.objects.judged()):
        plan = rows.newest_first()[:50].explain()
        assert f"USING INDEX {model._meta.model_name}_received" in plan
        assert "TEMP B-TREE" not in plan


def test_what_was_put_by_at_once_is_found_again():
    plan = Comment.objects.filter(settled_under=uuid4()).explain()
    assert "USING INDEX comment_settled" in plan
