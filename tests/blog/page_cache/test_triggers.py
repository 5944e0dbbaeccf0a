"""Whatever changes a row that readers see, by whatever way, gives its tags a new version."""

from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.utils import timezone

from blog.feedback import moderation
from blog.models import CacheTag, Category, Post, SiteSettings, Tag
from blog.page_cache import triggers
from blog.page_cache.tags import CLOCK, SAID, SITE
from blog.page_cache.watches import Watch, all_watches
from blog.services.publishing import delete_post, save_post
from blog.services.taxonomy import merge_tags, save_category
from comments.models import Comment
from tests.at_once import WRITERS, at_once
from tests.factories import (
    make_category,
    make_comment,
    make_page,
    make_post,
    make_tag,
    make_trackback,
    make_user,
)
from trackbacks.models import OwnLink

pytestmark = pytest.mark.django_db(transaction=True)


def versions():
    return dict(CacheTag.objects.values_list("tag", "version"))


def changed_by(work):
    before = versions()
    work()
    return {tag for tag, version in versions().items() if version != before.get(tag, 0)}


def rows(comment):
    return Comment.objects.filter(pk=comment.pk)


def test_what_is_said_changes_its_post_and_what_counts_it():
    post = make_post()
    said = {CLOCK, SAID, post.pk}
    comment = make_comment(post)
    for change in (moderation.hold, moderation.approve, moderation.mark_as_spam):
        assert changed_by(lambda change=change: change(rows(comment))) == said, change
    moderation.approve(rows(comment))
    assert changed_by(lambda: rows(comment).update(html="<p>Other</p>")) == said
    assert changed_by(lambda: make_trackback(post)) == said
    assert changed_by(lambda: Comment.objects.all().delete()) == said


def test_a_comment_that_moves_to_another_post_changes_both():
    comment, other = make_comment(make_post()), make_post()
    changed = changed_by(lambda: rows(comment).update(post=other))
    assert changed == {CLOCK, SAID, comment.post_id, other.pk}


def test_what_no_reader_sees_changes_nothing():
    post, comment = make_post(), make_comment(make_post())
    held = make_comment(post, status="pending")
    user = make_user()
    assert not changed_by(lambda: make_comment(post, status="pending"))
    assert not changed_by(lambda: moderation.mark_as_spam(rows(held)))
    assert not changed_by(lambda: rows(held).update(name="Another"))
    assert not changed_by(lambda: rows(comment).update(announcement="done", ip="192.0.2.1"))
    assert not changed_by(lambda: rows(comment).update(name=comment.name))
    assert not changed_by(lambda: save_post(make_post(status="draft")))
    assert not changed_by(lambda: Post.objects.filter(pk=post.pk).update(body="Only the source"))
    user.last_login = timezone.now()
    assert not changed_by(user.save)


def test_a_post_changes_everything_when_readers_see_it_before_or_after():
    post, everything = make_post(), {CLOCK, SITE}
    draft = make_post(status="draft")
    post.title = "Another"
    assert changed_by(lambda: save_post(post)) == everything
    post.status = "draft"
    assert changed_by(lambda: save_post(post)) == everything
    draft.status = "published"
    assert changed_by(lambda: save_post(draft)) == everything
    assert changed_by(lambda: delete_post(draft)) >= everything
    later = timezone.now() + timedelta(days=1)
    assert changed_by(lambda: make_post(published_at=later)) == everything


def test_counts_change_the_post_and_what_shows_them_and_nothing_else():
    post = make_post()
    counted = changed_by(lambda: Post.objects.filter(pk=post.pk).update(comment_count=7))
    assert counted == {CLOCK, SAID, post.pk}


def test_terms_people_and_settings_change_everything():
    category, tag, user = make_category(), make_tag(), make_user()
    post = make_post(tags=[tag], categories=[category])
    everything = {CLOCK, SITE}
    category.name = "Another"
    assert changed_by(lambda: save_category(category)) == everything
    assert changed_by(lambda: post.tags.add(make_tag())) == everything
    assert changed_by(post.categories.clear) == everything
    assert changed_by(lambda: merge_tags([tag], into=make_tag())) == everything
    assert changed_by(lambda: Tag.objects.all().delete()) == everything
    assert changed_by(lambda: Category.objects.update(description="Words")) == everything
    assert changed_by(lambda: SiteSettings.objects.create(pk=1, title="Mine")) == everything
    assert changed_by(lambda: SiteSettings.objects.update(tagline="Yours")) == everything
    assert not changed_by(lambda: SiteSettings.objects.update(notify="off"))
    user = get_user_model().objects.filter(pk=user.pk)
    assert changed_by(lambda: user.update(last_name="Bridges")) == everything


def test_an_own_link_changes_the_post_that_it_leads_to():
    source, target = make_post(), make_post()
    link = {"source": source, "target": target}
    assert changed_by(lambda: OwnLink.objects.create(**link)) == {CLOCK, target.pk}


def test_bulk_changes_by_plain_sql_count():
    comments = [make_comment(make_post()) for _ in range(3)]

    def bulk():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE comments_comment SET url = 'https://spam.example/'")

    assert changed_by(bulk) == {CLOCK, SAID, *(comment.post_id for comment in comments)}


def test_what_is_rolled_back_changes_nothing():
    post = make_post()

    def failing():
        with suppress(ZeroDivisionError), transaction.atomic():
            Post.objects.filter(pk=post.pk).update(title="Never")
            raise ZeroDivisionError

    assert not changed_by(failing)


def test_versions_only_grow_and_none_is_above_the_clock():
    post, seen = make_post(), 0
    for _ in range(5):
        make_comment(post)
        found = versions()
        assert found[CLOCK] == max(found.values()) > seen
        seen = found[CLOCK]


def test_a_clock_that_was_set_back_stops_no_version_from_growing():
    ahead = CacheTag.objects.get(tag=CLOCK).version + 3_600_000
    CacheTag.objects.filter(tag=CLOCK).update(version=ahead)
    post = make_post()
    assert versions()[CLOCK] > ahead
    make_comment(post)
    assert versions()[post.pk] == versions()[CLOCK] > ahead + 1


def test_one_transaction_moves_a_tag_once_however_many_rows_it_changes():
    post = make_post()
    with transaction.atomic():
        for _ in range(20):
            Comment.objects.create(post=post, name="Ann", body="x", status="approved")
    assert versions()[post.pk] == versions()[CLOCK]


def test_writers_of_different_posts_do_not_block_each_other_for_good():
    posts = [make_post() for _ in range(3)]

    def work(writer):
        for number in range(10):
            post = posts[(writer + number) % 3]
            comment = make_comment(post, text=f"{writer} {number}")
            moderation.hold(Comment.objects.filter(pk__in=[comment.pk]))
        return True

    assert at_once(work) == [True] * WRITERS


def test_every_migration_leaves_all_triggers_in_place():
    assert triggers.missing(DEFAULT_DB_ALIAS) == set()
    with connection.schema_editor(atomic=False) as editor:
        # SQLite builds the table anew for this, and loses the triggers of it.
        editor.alter_db_table(Tag, "blog_tag", "blog_tag_elsewhere")
        editor.alter_db_table(Tag, "blog_tag_elsewhere", "blog_tag")
    triggers.remove(DEFAULT_DB_ALIAS)
    assert triggers.missing(DEFAULT_DB_ALIAS)
    call_command("migrate", stdout=StringIO(), verbosity=0)
    assert triggers.missing(DEFAULT_DB_ALIAS) == set()


def test_while_the_triggers_are_away_the_clock_says_that_nothing_may_be_kept():
    before = versions()
    triggers.remove(DEFAULT_DB_ALIAS)
    assert versions()[CLOCK] < 0
    triggers.install(DEFAULT_DB_ALIAS)
    after = versions()
    assert after[CLOCK] == after[SITE] == after[SAID] > before[CLOCK]


def test_installing_again_changes_nothing():
    assert not changed_by(lambda: triggers.install(DEFAULT_DB_ALIAS))


def test_a_column_that_is_not_there_is_refused_by_name():
    with pytest.raises(ValueError, match="blog_tag has no column colour"):
        Watch("tag", Tag, tags="-1", unseen=("colour",)).seen_columns()


def test_every_watched_table_names_columns_that_it_has():
    assert all(watch.seen_columns() for watch in all_watches())


def test_a_page_in_the_menu_changes_everything():
    assert changed_by(lambda: make_page(in_menu=True)) == {CLOCK, SITE}
