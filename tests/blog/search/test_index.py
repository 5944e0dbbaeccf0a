"""The index of words: exact after whatever happens to its rows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from blog.models import Post
from blog.search import index
from blog.search.index import id_of, key_after
from blog.search.posts import PostSearch
from tests.factories import make_post

pytestmark = pytest.mark.django_db
POSTS = PostSearch.index


def found(*words, number=50):
    return [id_of(key) for key in POSTS.newest(words, number, key_after(timezone.now()))]


def dated(title, day):
    return make_post(title=title, published_at=datetime(2009, 1, 1, tzinfo=UTC) + timedelta(day))


def test_it_finds_rows_with_all_words_the_newest_first():
    old, new = dated("grey heron", 0), dated("heron grey", 4000)
    newest, _other = dated("grey heron", 5000), dated("heron", 5000)
    assert found("grey", "heron") == [newest.pk, new.pk, old.pk]
    assert found("grey", "heron", number=2) == [newest.pk, new.pk]


def test_rows_of_one_time_and_of_long_ago_each_stand_once():
    posts = [dated("heron", day) for day in [*range(0, 6000, 300), 0, 0, -20000]]
    newest_first = sorted(posts, key=lambda post: (post.published_at, post.pk), reverse=True)
    assert found("heron") == [post.pk for post in newest_first]


def test_it_follows_changes_in_bulk_and_deletions():
    post = make_post(title="heron")
    rows = Post.objects.filter(pk=post.pk)
    rows.update(title="stork")
    assert (found("heron"), found("stork")) == ([], [post.pk])
    rows.update(published_at=timezone.now() - timedelta(days=900))
    assert found("stork") == [post.pk]
    rows.update(published_at=timezone.now() + timedelta(days=2))
    assert found("stork") == []
    rows.update(published_at=timezone.now() - timedelta(days=2), status="draft")
    assert found("stork") == []
    rows.update(status="published")
    assert found("stork") == [post.pk]
    rows.delete()
    assert found("stork") == []


def test_what_is_lost_is_made_again_by_a_migration_and_by_the_command():
    post = make_post(title="heron")
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {POSTS.name}")
    index.install()
    assert found("heron") == []
    call_command("search_index")
    assert found("heron") == [post.pk]
    with connection.cursor() as cursor:
        for statement in index.engine_of(connection).removal(POSTS):
            cursor.execute(statement)
    index.install()
    assert found("heron") == [post.pk]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps no deleted words")
def test_deleted_words_leave_the_pages_of_sqlite():
    make_post(title="quagga").delete()
    make_post(title="heron")
    index.drop_leftovers()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT block FROM {POSTS.name}_data")
        assert not any(b"quagga" in block for (block,) in cursor.fetchall())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL for its plan")
def test_no_search_reads_the_table_row_by_row():
    for number in range(20):
        make_post(title=f"heron {number}")
    engine = index.engine_of(connection)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        sql, values = engine.newest(POSTS, ["heron"], 11, key_after(timezone.now()))
        cursor.execute(f"EXPLAIN {sql}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert plan.count(f"Bitmap Index Scan on {POSTS.name}_gin") == len(engine.SPANS) + 1
    assert "Seq Scan" not in plan
    assert f"Bitmap Index Scan on {POSTS.name}_pkey" not in plan


def test_a_draft_without_a_date_can_be_saved_and_is_not_found():
    make_post(title="Quinces", status="draft", published_at=None)
    assert found("quinces") == []
