"""The demonstration: what it shows, that it comes once, and that it goes without a trace."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from blog.models import Category, ImportedItem, Post, Tag
from comments.models import Comment
from config.demo.content import PICTURES, parse_entry, read_posts, span
from tests.factories import make_category, make_comment, make_post, make_user
from trackbacks.models import Trackback

pytestmark = pytest.mark.django_db

TALKED_ABOUT = "the-other-half-of-a-post"


@pytest.fixture(autouse=True)
def _own_media_folder(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def author():
    return make_user("writer", is_staff=True)


@pytest.fixture
def demo(author):
    call_command("demo", verbosity=0)
    return author


def everything():
    return {
        model: sorted(model.objects.values_list("pk", flat=True))
        for model in (Post, Category, Tag, Comment, Trackback, ImportedItem)
    }


@pytest.fixture
def talk(demo):
    return Post.objects.get(slug=TALKED_ABOUT)


def test_posts_are_of_all_kinds(demo):
    assert 6 <= Post.objects.listed().count() <= 8
    assert Post.objects.posts().scheduled().count() == 1
    assert Post.objects.posts().drafts().count() == 1
    assert [page.title for page in Post.objects.menu()] == ["About"]
    assert {post.author for post in Post.objects.all()} == {demo}


def test_one_post_has_fourteen_comments_two_of_them_by_its_author(talk):
    shown = Comment.objects.approved().filter(post=talk)
    assert (shown.count(), talk.comment_count) == (14, 14)
    assert shown.filter(user=talk.author).count() == 2
    assert max(comment.depth for comment in shown) == 3


def test_a_video_comment_waits_for_a_click(talk):
    [video] = Comment.objects.filter(post=talk, html__contains="video-facade")
    assert "<iframe" not in video.html


def test_flattering_spam_is_held_for_reasons(talk):
    held = Comment.objects.filter(post=talk).exclude(status="approved")
    assert len(held) == 3
    assert {comment.status for comment in held} <= {"pending", "spam"}
    assert all(comment.reasons for comment in held)


def test_a_verified_trackback_is_shown(talk):
    [link] = Trackback.objects.approved().filter(post=talk)
    assert link.verified_at
    assert talk.trackback_count == 1


def test_nothing_was_said_in_the_future_or_before_its_post(demo):
    now = timezone.now()
    for comment in Comment.objects.select_related("post"):
        assert comment.post.published_at < comment.created_at <= now, comment


def test_every_picture_is_there_small_and_described(demo):
    named = set()
    for post in Post.objects.all():
        for tag in re.findall(r"<img[^>]*>", post.html):
            name = re.search(r'src="/media/(demo/[\w-]+\.webp)"', tag)[1]
            named.add(name)
            assert re.search(r'alt="[^"]{20,}"', tag), tag
            assert 'width="1200"' in tag
            assert 'height="675"' in tag
            assert default_storage.size(name) < 60_000
    assert {name.removeprefix("demo/") for name in named} == {
        path.name for path in PICTURES.iterdir()
    }


def test_code_list_table_and_footnote_are_shown(demo):
    html = "".join(Post.objects.listed().values_list("html", flat=True))
    for element in ("<table>", "<ol>", 'class="highlight', "footnotes", "<blockquote>"):
        assert element in html, element


def test_a_second_run_adds_nothing(demo):
    before = everything()
    call_command("demo", verbosity=0)
    assert everything() == before


def test_what_the_author_deleted_does_not_come_back(demo):
    Post.objects.get(slug=TALKED_ABOUT).delete()
    call_command("demo", verbosity=0)
    assert not Post.objects.filter(slug=TALKED_ABOUT).exists()


def test_without_an_administrator_it_says_what_to_do():
    make_user("reader")
    with pytest.raises(CommandError, match="createsuperuser"):
        call_command("demo", verbosity=0)
    assert not Post.objects.exists()


def test_remove_leaves_what_was_there_before_and_nothing_else(author):
    make_comment(make_post(author=author, categories=[make_category("Kitchen")]))
    before = everything()
    call_command("demo", verbosity=0)
    call_command("demo", "--remove", verbosity=0)
    assert everything() == before
    assert not default_storage.exists("demo")


def test_remove_takes_edited_posts_too(talk):
    talk.title, talk.slug, talk.status = "Mine now", "mine-now", "draft"
    talk.save()
    call_command("demo", "--remove", verbosity=0)
    assert not Post.objects.exists()


def test_remove_keeps_terms_that_the_author_uses_and_says_so(demo, capsys):
    category = Category.objects.get(path="machines/programs")
    post = make_post(categories=[category], tags=[Tag.objects.get(slug="python")], author=demo)
    call_command("demo", "--remove")
    assert list(Post.objects.all()) == [post]
    assert {row.path for row in Category.objects.all()} == {"machines", "machines/programs"}
    assert [tag.slug for tag in Tag.objects.all()] == ["python"]
    said = capsys.readouterr().out
    assert all(word in said for word in ("Programs", "Machines", "python"))


def test_remove_says_how_many_answers_of_others_went_along(talk, capsys):
    make_comment(talk, parent=Comment.objects.filter(post=talk).first())
    call_command("demo", "--remove")
    assert "of others that went along: 1." in capsys.readouterr().out


def test_after_remove_it_can_be_added_again(demo):
    call_command("demo", "--remove", verbosity=0)
    call_command("demo", verbosity=0)
    assert Post.objects.get(slug=TALKED_ABOUT).comment_count == 14


def test_a_file_of_the_author_in_the_media_folder_stays(demo):
    mine = settings.MEDIA_ROOT / "demo" / "mine.txt"
    mine.write_text("mine")
    call_command("demo", "--remove", verbosity=0)
    assert [path.name for path in mine.parent.iterdir()] == ["mine.txt"]


def test_an_entry_is_a_header_over_a_text():
    entry = parse_entry("x", "Title: One: two\nTags: a, b,\n\nText.\n\nMore.\n")
    assert entry.header == {"Title": "One: two", "Tags": "a, b,"}
    assert (entry.listed("Tags"), entry.body) == (["a", "b"], "Text.\n\nMore.")


def test_an_age_is_counted_back_from_now():
    now = timezone.now()
    assert parse_entry("x", "Age: 2 01:00:00\n\n.").date(now) == now - timedelta(days=2, hours=1)
    assert parse_entry("x", "Status: draft\n\n.").date(now) is None
    with pytest.raises(ValueError, match="no span of time"):
        span("soon")


def test_every_text_has_a_title_and_a_body():
    assert all(entry.get("Title") and entry.body for entry in read_posts())
