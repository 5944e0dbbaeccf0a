"""Nothing follows the rows of a filling one by one; afterwards everything follows again."""

import json
import signal

import pytest
from django.db import DEFAULT_DB_ALIAS, connection

from blog.models import CacheTag
from blog.page_cache import triggers
from blog.page_cache.tags import CLOCK
from blog.search import index
from blog.search.posts import PostSearch
from config.populating.unwatched import unwatched
from tests.factories import make_post

POSTS = PostSearch.index

WORK = """
import os, signal
from unittest import mock
from django.core.management import call_command
from config.populating import filling
from config.populating.storing import Store
add, done = Store.add, []
def dying(store, batch):
    add(store, batch)
    done.append(batch)
    if len(done) == 4:
        os.kill(os.getpid(), signal.SIGKILL)
filling.BATCH = 4
filling.BATCHES_AT_ONCE = 1
with mock.patch.object(Store, "add", dying):
    call_command("populate", posts=20, comments=60, ask=False)
"""
LOOK = """
import json
from django.db import connection
from django.db.models import F, Count, Q
from blog.models import CacheTag, Post
from blog.page_cache import triggers
from blog.search import index
from comments.models import Comment
shown = Count("comments", filter=Q(comments__status="approved"))
with connection.cursor() as cursor:
    cursor.execute(f"SELECT count(*) FROM {Comment._meta.db_table}_words")
    found = cursor.fetchone()[0]
print(json.dumps({
    "posts": Post.objects.posts().count(),
    "miscounted": Post.objects.annotate(n=shown).exclude(n=F("comment_count")).count(),
    "is_kept": all(index.engine_of(connection).is_kept(each) for each in index.indexes()),
    "missing": len(triggers.missing("default")),
    "is_running": CacheTag.objects.get(tag=0).version > 0,
    "is_found": found == Comment.objects.filter(status="approved").count() > 0,
}))
"""
WHOLE = {"miscounted": 0, "is_kept": True, "missing": 0, "is_running": True, "is_found": True}


def is_running():
    return CacheTag.objects.get(tag=CLOCK).version > 0


def is_indexed(post):
    with connection.cursor() as cursor:
        key = index.engine_of(connection).columns.split(",")[0]
        cursor.execute(f"SELECT {key} FROM {POSTS.name}")
        return post.pk in {index.id_of(key) for (key,) in cursor.fetchall()}


@pytest.mark.django_db
def test_meanwhile_nothing_is_found_and_no_page_is_kept_and_then_both():
    with unwatched():
        post = make_post()
        connection.check_constraints()
        assert not is_indexed(post)
        assert not is_running()
        assert triggers.missing(DEFAULT_DB_ALIAS)
    assert is_indexed(post)
    assert is_running()
    assert not triggers.missing(DEFAULT_DB_ALIAS)
    assert is_indexed(make_post())


@pytest.mark.django_db
def test_an_error_in_the_middle_leaves_everything_watched():
    with pytest.raises(KeyError), unwatched():
        raise KeyError
    assert is_running()
    assert not triggers.missing(DEFAULT_DB_ALIAS)
    assert is_indexed(make_post())


@pytest.mark.parametrize(
    "again", [["migrate"], ["firstrun"], ["populate", "--add", "--posts=1", "--no-input"]]
)
def test_a_killed_filling_leaves_what_the_next_start_makes_whole(installation, again):
    killed = installation.run("shell", "--no-imports", "-c", WORK)
    assert killed.returncode == -signal.SIGKILL, killed.stdout + killed.stderr
    left = json.loads(installation.shell(LOOK))
    assert left == {"posts": 10, "miscounted": 0, "is_kept": False, "missing": left["missing"],
                    "is_running": False, "is_found": False}  # fmt: skip
    assert left["missing"] > 0
    installation.must_run(*again)
    whole = json.loads(installation.shell(LOOK))
    assert {name: whole[name] for name in WHOLE} == WHOLE
    assert whole["posts"] == 10 + (again[0] == "populate")
