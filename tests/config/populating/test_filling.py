"""An invented blog: the same for the same seed, and in nothing unlike one that has grown."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from blog.current import site_settings
from blog.feedback import moderation
from blog.models import Category, OutgoingMail, Post, Tag
from blog.text.folding import fingerprint
from blog.text.render import render_comment, render_post
from comments.models import Comment, CommentRecord, Subscription
from comments.threads import place
from trackbacks import outgoing
from trackbacks.models import OutgoingLink, OwnLink, Trackback

pytestmark = pytest.mark.django_db

POSTS, COMMENTS, PAGES = 50, 600, 4
UNTIL = "2026-06-01"
FEW, MANY = "a-post-with-14-comments", "a-post-with-1000-comments"


def populate(*more, posts=POSTS, comments=COMMENTS):
    said = StringIO()
    sizes = (f"--posts={posts}", f"--comments={comments}", f"--until={UNTIL}", "--no-input")
    call_command("populate", *sizes, *more, stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker):
    """What the command said when it filled the blog that the tests of this module look at."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield populate("--trackbacks=80")
        transaction.set_rollback(True)


@pytest.fixture
def blog(said, db):
    return said


def everything():
    """All that readers could tell apart, without ids, which a database gives as it likes."""
    comments = Comment.objects.select_related("post", "parent").order_by("post__slug", "path")
    return {
        "posts": list(
            Post.objects.order_by("slug").values_list(
                "slug", "title", "html", "published_at", "author__username", "comment_count"
            )
        ),
        "comments": [
            (row.post.slug, row.created_at, row.name, row.html, row.status, row.depth, row.evidence)
            for row in comments
        ],
        "tags": set(Post.tags.through.objects.values_list("post__slug", "tag__name")),
        "links": list(Trackback.objects.order_by("source").values_list("source", "status")),
    }


def test_what_was_asked_for_is_there_and_both_examples_besides(blog):
    assert Post.objects.listed().count() == POSTS + 2
    assert Comment.objects.count() == COMMENTS + 14 + 1000
    assert Trackback.objects.count() == 80 + 2 * 3
    for slug, number in ((FEW, 14), (MANY, 1000)):
        post = Post.objects.get(slug=slug)
        assert post.comment_count == Comment.objects.filter(post=post).count() == number
        assert f"{number} comments: {post.get_absolute_url()}\n" in blog


def test_a_few_pages_are_in_the_menu_and_a_few_posts_on_top(blog):
    menu = [page.get_absolute_url() for page in Post.objects.menu()]
    assert menu == ["/about/", "/about/how-this-is-made/", "/letters/", "/places/"]
    assert Post.objects.filter(is_sticky=True).count() == 2


def test_every_page_of_it_is_shown(client, blog):
    posts = [post.get_absolute_url() for post in Post.objects.all()]
    long = Post.objects.get(slug=MANY).get_absolute_url()
    terms = [term.get_absolute_url() for term in (*Category.objects.all(), *Tag.objects.all())]
    lists = [
        "/",
        "/page/2/",
        "/archive/",
        "/author/writer1/",
        "/2024/",
        "/feed/",
        "/comments/feed/",
    ]
    lists += ["/sitemap.xml", "/trackback/feed/", f"{long}comments/9/", f"{long}feed/"]
    found = {address: client.get(address).status_code for address in (*posts, *terms, *lists)}
    assert {address: status for address, status in found.items() if status != 200} == {}


def test_counts_are_those_that_moderation_counts(blog):
    def counts():
        return list(Post.objects.order_by("pk").values_list("comment_count", "trackback_count"))

    before = counts()
    for model in (Comment, Trackback):
        moderation.refresh_counts(model, Post.objects.values_list("pk", flat=True))
    assert counts() == before
    assert max(before) > min(before)


def test_texts_of_posts_are_rendered_as_if_they_were_saved(blog):
    for post in Post.objects.all():
        rendered = render_post(post.body, post.markup, prefix=post.slug)
        assert (post.html, post.teaser) == (rendered.html, rendered.teaser)
        assert post.summary == (post.excerpt or rendered.summary)


def test_texts_of_comments_are_rendered_as_if_they_were_sent(blog):
    for comment in Comment.objects.all():
        assert comment.html == render_comment(comment.body)
        if not comment.user:
            assert comment.fingerprint == fingerprint(comment.body)


def test_comments_stand_where_they_answer_and_in_the_order_of_their_coming(blog):
    levels = site_settings().thread_depth
    for row in Comment.objects.select_related("parent"):
        assert (row.path, row.depth) == place(row.pk, row.parent.path if row.parent else "", levels)
        assert row.parent is None or row.parent.post_id == row.post_id
    dates = Comment.objects.filter(post__slug=MANY).order_by("pk").values_list("created_at")
    assert all(one <= later for one, later in pairwise(dates))
    assert set(Comment.objects.values_list("depth", flat=True)) == set(range(1, levels + 1))


def test_authors_answer_and_readers_return(blog):
    answers = Comment.objects.filter(user__isnull=False)
    assert answers.exclude(user=F("post__author")).count() == 0
    assert answers.filter(parent=None).count() == 0
    assert len(set(answers.values_list("depth", flat=True))) > 1
    writers = Counter(Comment.objects.filter(user=None).values_list("email", flat=True))
    assert max(number for address, number in writers.items() if address) > 1


def test_most_comments_are_shown_and_each_has_its_trail(blog):
    statuses = Counter(Comment.objects.values_list("status", flat=True))
    assert set(statuses) == {"approved", "pending", "spam", "removed"}
    assert statuses["approved"] > Comment.objects.count() * 0.85
    for row in Comment.objects.prefetch_related("records"):
        assert row.records.last().new_status == row.status
    assert all(row.reasons for row in Comment.objects.filter(status__in=["pending", "spam"]))


def test_dates_are_spread_over_ten_years(blog):
    dates = list(Post.objects.values_list("published_at", flat=True))
    end = datetime.fromisoformat(UNTIL).replace(tzinfo=UTC)
    assert end - timedelta(days=3652) <= min(dates) <= end - timedelta(days=3400)
    assert end - timedelta(days=100) <= max(dates) <= end
    for row in Comment.objects.select_related("post"):
        assert row.post.published_at <= row.created_at <= end


def test_texts_are_as_long_as_real_ones(blog):
    posts = sorted(len(body.split()) for body in Post.objects.values_list("body", flat=True))
    comments = sorted(len(body.split()) for body in Comment.objects.values_list("body", flat=True))
    assert 250 <= posts[len(posts) // 2] <= 600
    assert 20 <= comments[len(comments) // 2] <= 50
    assert posts[-1] > 1000
    assert comments[-1] > 200
    html = "".join(Post.objects.values_list("html", flat=True))
    assert all(tag in html for tag in ("<h2", "<ul", "<ol", "<blockquote", "<pre", "<a href"))


def test_nobody_is_told_of_it(blog):
    assert not Comment.objects.to_announce().exists()
    assert not Comment.objects.unmentioned().exists()
    assert not Trackback.objects.unmentioned().exists()
    assert not OutgoingMail.objects.exists()
    assert not Subscription.objects.exists()


def test_links_in_it_are_known_and_told_to_nobody(blog):
    def known():
        links = OutgoingLink.objects.order_by("post_id", "target")
        own = OwnLink.objects.order_by("source_id", "target_id")
        return list(links.values_list("post_id", "target", "state")), list(
            own.values_list("source", "target")
        )

    before = known()
    assert all(before)
    assert not outgoing.changed_posts().exists()
    assert set(OutgoingLink.objects.values_list("state", flat=True)) == {"old"}
    for post in Post.objects.all():
        outgoing.scan(post)
    assert known() == before


def test_accounts_of_invented_authors_open_no_door(blog):
    authors = get_user_model().objects.filter(posts__isnull=False).distinct()
    assert len(authors) > 1
    assert not any(author.has_usable_password() or author.is_superuser for author in authors)


def test_the_same_seed_makes_the_same_blog_and_another_another(blog):
    before = everything()
    CommentRecord.objects.all().delete()
    Comment.objects.order_by("-depth").update(parent=None)
    Post.objects.all().delete()
    populate("--trackbacks=80")
    assert everything() == before
    Comment.objects.update(parent=None)
    Post.objects.all().delete()
    populate("--trackbacks=80", "--seed=2")
    assert everything()["posts"] != before["posts"]


def test_the_newest_posts_say_the_same_in_a_bigger_blog(blog):
    def newest():
        return list(Post.objects.listed().values_list("title", "excerpt")[:10])

    small = newest()
    Comment.objects.update(parent=None)
    Post.objects.all().delete()
    populate(posts=POSTS * 2, comments=0)
    assert newest() == small


def test_more_is_added_where_it_is_asked_for(blog):
    taken = set(Post.objects.values_list("slug", flat=True))
    populate("--add", posts=5, comments=10)
    slugs = Post.objects.values_list("slug", flat=True)
    assert len(set(slugs)) == len(slugs) == POSTS + 2 + 5 + PAGES
    assert taken < set(slugs)
    assert Post.objects.filter(slug__startswith=MANY).count() == 1


def test_every_address_that_it_prints_is_there(client, blog):
    printed = [line.rsplit(maxsplit=1)[-1] for line in blog.splitlines()[-2:]]
    assert [client.get(address).status_code for address in printed] == [200, 200]
    assert client.get(reverse("blog:archive")).status_code == 200
