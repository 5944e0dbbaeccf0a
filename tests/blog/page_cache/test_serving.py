"""A kept page is answered while it is what Django would make, and not a moment longer."""

import gzip
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import brotli
import pytest
import time_machine
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.http import http_date

from blog.feedback import moderation
from blog.models import Post, SiteSettings
from blog.page_cache import triggers
from blog.page_cache.figures import totals
from blog.services.publishing import delete_post, save_post
from comments.models import Comment
from tests.blog.page_cache.asking import MEGABYTE
from tests.factories import make_category, make_comment, make_post, make_trackback, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_page_is_made_once_and_is_what_django_says(site):
    path = make_post().get_absolute_url()
    first, second, plain = site.get(path), site.get(path), site.anew(path)
    assert site.made == 1
    assert first.body == second.body == plain.body
    assert first.headers == second.headers
    own = {"etag", "vary", "last-modified", "content-length"}
    assert {name: value for name, value in first.headers.items() if name not in own} == {
        name: value for name, value in plain.headers.items() if name not in own
    }


PUBLIC = (
    "/", "/page/2/", "/archive/", "/feed/", "/feed/atom/", "/feed.json", "/comments/feed/",
    "/sitemap.xml", "/search/", "/category/music/", "/category/music/feed/", "/author/ann/",
)  # fmt: skip


def test_every_public_page_is_kept(site):
    SiteSettings.objects.create(pk=1, posts_per_page=1)
    ann, music = make_user("ann", is_staff=True), make_category("Music")
    posts = [make_post(author=ann, categories=[music]) for _ in range(2)]
    make_comment(posts[0])
    post = posts[0].get_absolute_url()
    more = (post, f"{post}feed/", post[: post.index("post")], f"{post}?order=newest")
    for path in (*PUBLIC, *more):
        made = site.made
        assert site.get(path).status == site.get(path).status == 200, path
        assert site.made == made + 1, path


def changes(post, comment):
    """Everything by which the page of a post or the home page may become another."""
    rows = Comment.objects.filter(pk=comment.pk)
    yield lambda: make_comment(post)
    yield lambda: make_comment(parent=comment)
    yield lambda: rows.update(html="<p>Edited</p>")
    yield lambda: moderation.hold(rows)
    yield lambda: moderation.approve(rows)
    yield lambda: moderation.mark_as_spam(rows)
    yield lambda: make_trackback(post)
    yield lambda: Post.objects.filter(pk=post.pk).update(title="Another title")
    yield lambda: post.categories.add(make_category())
    yield lambda: SiteSettings.objects.update_or_create(pk=1, defaults={"title": "Mine"})
    yield lambda: SiteSettings.objects.update(comments_open=False)
    yield lambda: SiteSettings.objects.update(show_avatars=False)
    yield lambda: type(post.author).objects.filter(pk=post.author.pk).update(first_name="Zoe")
    yield make_post
    yield lambda: delete_post(post)


def test_every_change_is_seen_by_the_next_reader_of_every_process(make_site):
    sites, post = [make_site(), make_site()], make_post()
    comment = make_comment(post)
    paths = ["/", post.get_absolute_url(), "/feed/", "/comments/feed/", "/archive/"]
    for number, change in enumerate(changes(post, comment)):
        for site in sites:
            for path in paths:
                site.get(path)
        change()
        for site in sites:
            for path in paths:
                kept, plain = site.get(path), site.anew(path)
                assert (kept.status, kept.text) == (plain.status, plain.text), (number, path)


def test_what_is_said_elsewhere_leaves_the_page_of_a_post_as_it_is(site):
    path, other = make_post().get_absolute_url(), make_post()
    site.get(path)
    make_comment(other)
    site.get(path)
    assert site.made == 1


def test_what_waits_for_the_author_makes_no_page_anew(site):
    post = make_post()
    site.get(post.get_absolute_url())
    make_comment(post, status="pending")
    make_post(status="draft")
    site.get(post.get_absolute_url())
    assert site.made == 1


def test_what_is_rolled_back_was_never_seen(site):
    post = make_post(title="Before")
    path = post.get_absolute_url()
    with suppress(ZeroDivisionError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(title="Unseen words")
        raise ZeroDivisionError
    site.get(path)
    assert "Unseen words" not in site.get(path).text


def test_a_page_that_is_changed_while_it_is_made_is_made_again(make_site):
    post = make_post(title="Before")
    site = make_site()
    inner = site.django

    def slow(environ, start_response):
        answer = inner(environ, start_response)
        if site.made == 1:
            Post.objects.filter(pk=post.pk).update(title="Afterwards")
        return answer

    site.django = slow
    assert "Afterwards" in site.get(post.get_absolute_url()).text
    assert site.made == 2


def test_a_scheduled_post_appears_at_its_time(site):
    now = timezone.now()
    make_post(title="Tomorrow", published_at=now + timedelta(days=1))
    make_post(title="Today")
    with time_machine.travel(now + timedelta(seconds=5), tick=False):
        assert "Tomorrow" not in site.get("/").text
        assert "Tomorrow" not in site.get("/").text
    with time_machine.travel(now + timedelta(days=1, seconds=1), tick=False):
        assert "Tomorrow" in site.get("/").text


def test_the_form_goes_away_when_the_discussion_closes(site):
    SiteSettings.objects.create(pk=1, close_after_days=1)
    post = make_post()
    path, closes = post.get_absolute_url(), post.published_at + timedelta(days=1)
    assert "Posts take comments for 1 day" not in site.get(path).text
    with time_machine.travel(closes + timedelta(seconds=1), tick=False):
        assert "Posts take comments for 1 day" in site.get(path).text


def test_who_has_the_page_is_told_that_nothing_has_changed(site):
    post = make_post()
    path = post.get_absolute_url()
    tag = site.get(path)["ETag"]
    unchanged = site.get(path, if_none_match=f'"other", W/{tag}')
    assert (unchanged.status, unchanged.body, unchanged["ETag"]) == (304, b"", tag)
    assert "Content-Type" not in unchanged.headers
    assert site.get(path, if_none_match='"other"').status == 200
    make_comment(post)
    assert site.get(path, if_none_match=tag).status == 200


def test_a_date_is_told_only_of_what_has_stood_for_a_while(make_site):
    now = datetime.now(UTC)
    path = make_post().get_absolute_url()
    with time_machine.travel(now, tick=False):
        assert "last-modified" not in make_site().get(path).headers
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        site = make_site()
        date = site.get(path)["Last-Modified"]
        assert site.get(path, if_modified_since=date).status == 304
        assert site.get(path, if_modified_since="Wed, 01 Jan 2200 00:00:00 GMT").status == 200
        assert site.get(path, if_modified_since=date, if_none_match='"other"').status == 200


def test_a_page_that_changed_by_itself_has_a_later_date(make_site):
    now = datetime.now(UTC).replace(microsecond=0)
    SiteSettings.objects.create(pk=1, close_after_days=1)
    post = make_post(published_at=now - timedelta(hours=1))
    make_post(title="Later", published_at=now + timedelta(hours=2))
    site, closed = make_site(), post.get_absolute_url()
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        dates = {path: site.get(path)["Last-Modified"] for path in ("/", closed)}
    with time_machine.travel(now + timedelta(hours=30), tick=False):
        for path, date in dates.items():
            answer = site.get(path, if_modified_since=date)
            assert answer.status == 200, path
            assert answer["Last-Modified"] != date
        assert site.get("/")["Last-Modified"] == http_date((now + timedelta(hours=2)).timestamp())


def test_each_reader_gets_the_page_as_she_can_unpack_it(site):
    path = make_post().get_absolute_url()
    plain = site.get(path)
    small, zipped = (
        site.get(path, accept_encoding="gzip, br"),
        site.get(path, accept_encoding="gzip"),
    )
    assert brotli.decompress(small.body) == gzip.decompress(zipped.body) == plain.body
    assert (small["Content-Encoding"], zipped["Content-Encoding"]) == ("br", "gzip")
    assert len({plain["ETag"], small["ETag"], zipped["ETag"]}) == 3
    for answer in (plain, small, zipped):
        assert int(answer["Content-Length"]) == len(answer.body)
        assert "Accept-Encoding" in answer["Vary"]
    assert site.made == 1
    assert site.get(path, accept_encoding="br", if_none_match=plain["ETag"]).status == 304


def test_a_head_is_that_of_the_page(site):
    path = make_post().get_absolute_url()
    head, page = site.get(path, method="HEAD"), site.get(path)
    assert head.body == b""
    assert head.headers == page.headers
    assert site.made == 1


@pytest.mark.parametrize(
    "headers", [{"cookie": "sessionid=x"}, {"cookie": "a=b; django_language=de"}]
)
def test_who_may_see_another_page_is_answered_by_django(site, headers):
    path = make_post().get_absolute_url()
    for _ in range(2):
        assert site.get(path, **headers).status == 200
    assert site.made == 2


def test_readers_of_other_languages_get_their_own(site):
    make_post(published_at=datetime(2009, 5, 28, tzinfo=UTC))
    assert 'lang="en"' in site.get("/").text
    assert 'lang="de"' in site.get("/", accept_language="de").text
    assert 'lang="en"' in site.get("/").text


def test_names_that_are_not_the_sites_are_refused_as_ever(site):
    path = make_post().get_absolute_url()
    site.get(path)
    assert site.get(path, host="evil.example").status == 400


def test_what_other_sites_hang_on_a_link_makes_no_other_page(site):
    path = make_post().get_absolute_url()
    site.get(path)
    assert site.get(f"{path}?utm_source=a&fbclid=b").body == site.get(path).body
    assert site.made == 1


def test_parameters_that_a_page_does_not_read_fill_no_memory(site):
    path = make_post().get_absolute_url()
    for number in range(3):
        assert site.get(f"{path}?p={number}").status == 200
        assert site.get(f"{path}?x={number}&y=1").status == 200
    assert site.made == 6
    assert totals()["pages"] == 0


def test_what_is_no_page_for_everybody_passes_through(site):
    held = make_comment(make_post(), status="pending")
    for path in ("/nothing/", "/comments/mine/", "/admin/", f"/comments/{held.pk}/", "/?p=1"):
        site.get(path)
        made = site.made
        site.get(path)
        assert site.made == made + 1, path


def test_memory_is_bounded_and_the_longest_unused_page_goes_first(make_site):
    site = make_site(most_bytes=MEGABYTE)
    paths = [make_post(body="word " * 6000).get_absolute_url() for _ in range(30)]
    for path in paths:
        site.get(path)
        site.get(paths[0])
    figures = totals()
    assert figures["bytes"] <= MEGABYTE
    assert 0 < figures["pages"] < 30
    made = site.made
    site.get(paths[0])
    assert site.made == made
    site.get(paths[1])
    assert site.made == made + 1


def test_many_who_want_the_same_page_at_once_have_it_made_once(make_site):
    path = make_post().get_absolute_url()
    site, entered = make_site(), threading.Barrier(5)
    answers = []

    def read():
        entered.wait()
        answers.append(site.get(path).status)
        connection.close()

    readers = [threading.Thread(target=read) for _ in range(5)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert answers == [200] * 5
    assert site.made == 1


def test_where_the_database_does_not_answer_django_says_so(site, monkeypatch):
    path = make_post().get_absolute_url()
    site.get(path)

    def broken(*_):
        raise DatabaseError("gone")

    monkeypatch.setattr(site.versions, "_first", broken)
    assert site.get(path).status == 200
    assert site.made == 2


def test_nothing_is_kept_while_the_triggers_are_away(site):
    path = make_post().get_absolute_url()
    site.get(path)
    triggers.remove(DEFAULT_DB_ALIAS)
    Post.objects.update(title="Changed meanwhile")
    assert "Changed meanwhile" in site.get(path).text
    Post.objects.update(title="And again")
    assert "And again" in site.get(path).text
    triggers.install(DEFAULT_DB_ALIAS)
    Post.objects.update(title="At last")
    assert "At last" in site.get(path).text


def test_a_post_that_was_saved_is_seen_at_once_on_the_page_of_another(make_site):
    here, there, post = make_site(), make_site(), make_post(title="Old")
    assert "Old" in there.get("/").text
    post.title = "New"
    save_post(post)
    assert "New" in here.get("/").text
    assert "New" in there.get("/").text
