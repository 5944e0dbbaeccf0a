"""Whatever changes a post or a term, by whatever way, the lists that are kept follow at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone

from blog.listing import triggers
from blog.models import Category, ListedPost, Post, PostMonth, Tag
from blog.services.publishing import delete_post
from blog.services.taxonomy import merge_tags, save_category
from tests.at_once import at_once
from tests.blog.listing.kept import kept, wanted
from tests.factories import make_category, make_page, make_post, make_tag

pytestmark = pytest.mark.django_db
CALLED = datetime(2009, 9, 30, 23, 59, 59, tzinfo=UTC)


def filed_post(**fields):
    """Return a post under two tags and under two categories, one of which is above the other."""
    music = make_category("Music")
    jazz = make_category("Jazz", parent=music)
    tags = [make_tag("Trio"), make_tag("Quartet")]
    return make_post(categories=[music, jazz], tags=tags, published_at=CALLED, **fields)


def change(post, **fields):
    return lambda: Post.objects.filter(pk=post.pk).update(**fields)


def test_a_post_stands_under_its_terms_and_what_is_above_them_each_once():
    filed_post()
    assert kept() == wanted()
    assert ListedPost.objects.count() == 4
    assert PostMonth.objects.get().month == 2009 * 12 + 8


def test_each_change_of_a_post_is_followed():
    post = filed_post()
    tag, category = make_tag("Other"), make_category("Other")
    for work in (
        change(post, published_at=CALLED + timedelta(seconds=1)),
        change(post, published_at=timezone.now() + timedelta(days=400)),
        change(post, status="private"),
        lambda: post.tags.add(tag),
        change(post, status="published"),
        lambda: post.categories.set([category]),
        post.tags.clear,
        change(post, kind="page", path="x"),
        change(post, kind="post"),
        lambda: post.tags.through.objects.create(post=post, tag=tag),
        lambda: post.tags.through.objects.update(tag=make_tag()),
        lambda: delete_post(post),
    ):
        work()
        assert kept() == wanted()
    assert not any(kept())


def test_drafts_and_pages_stand_nowhere():
    filed_post(status="draft")
    make_page()
    assert kept() == wanted()
    assert not any(kept())


def test_a_category_that_moves_takes_its_posts_along():
    post = filed_post()
    jazz = Category.objects.get(path="music/jazz")
    below = make_category("Free", parent=jazz)
    post.categories.set([below])
    jazz.parent = make_category("Sound")
    save_category(jazz)
    below.refresh_from_db()
    assert below.path == "sound/jazz/free"
    assert kept() == wanted()
    assert not ListedPost.objects.filter(kind="category", term=jazz.parent.pk - 100).exists()


def test_tags_that_are_merged_or_deleted_are_followed():
    filed_post()
    make_post(tags=[make_tag("Solo")])
    trio, quartet, solo = (Tag.objects.get(name=name) for name in ("Trio", "Quartet", "Solo"))
    merge_tags([trio, solo], into=quartet)
    assert kept() == wanted()
    quartet.delete()
    assert kept() == wanted()


def test_what_is_rolled_back_leaves_the_lists_as_they_were():
    post, before = filed_post(), kept()
    with transaction.atomic():
        post.tags.clear()
        change(post, published_at=timezone.now())()
        assert kept() == wanted() != before
        transaction.set_rollback(True)
    assert kept() == before


def test_what_changed_without_triggers_is_found_when_they_are_back():
    triggers.remove(DEFAULT_DB_ALIAS)
    filed_post()
    assert not any(kept())
    triggers.install(DEFAULT_DB_ALIAS)
    assert kept() == wanted()
    ListedPost.objects.all().delete()
    triggers.install(DEFAULT_DB_ALIAS)
    assert not ListedPost.objects.exists(), "where all triggers are there nothing is done"


@pytest.mark.django_db(transaction=True)
def test_a_migration_leaves_the_lists_whole():
    filed_post()
    call_command("migrate", "blog", "0010", verbosity=0)
    call_command("migrate", verbosity=0)
    assert kept() == wanted()


@pytest.mark.django_db(transaction=True)
def test_posts_that_are_published_and_filed_at_once_are_all_counted():
    music = make_category("Music")
    terms = [make_category(parent=music), make_category(parent=music), make_tag(), make_tag()]
    posts = [make_post(status="draft", published_at=CALLED) for _ in range(3)]

    def publish(number):
        for post in posts[number % 3 :] + posts[: number % 3]:
            change(post, status="published" if number % 2 else "private")()
            term, *_ = terms[number % 4 :]
            field = post.tags if isinstance(term, Tag) else post.categories
            (field.remove if number >= 4 else field.add)(term)

    at_once(publish)
    assert kept() == wanted()


@pytest.mark.django_db(transaction=True)
def test_tables_that_are_emptied_one_after_the_other_leave_no_count_behind():
    filed_post()
    PostMonth.objects.all().delete()
    Post.objects.all().delete()
    assert (ListedPost.objects.count(), PostMonth.objects.count()) == (0, 0)
