"""Posts and pages: dates, status, addresses, parents."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from blog.models import Post
from blog.wordpress import posts
from blog.wordpress.records import Item
from tests.factories import make_page, make_post
from tests.wordpress_files import author, category, export, filed, item, page

pytestmark = pytest.mark.django_db

TEN = datetime(2010, 3, 1, 10, tzinfo=UTC)


def test_a_post_is_stored_with_all_that_belongs_to_it(take, client):
    take(
        export(
            author("ann", author_display_name="Ann Example"),
            category("bread", "Bread"),
            item(
                7,
                filed("bread"),
                title="Rye",
                post_name="rye-bread",
                content="One\n\n<!--more-->\n\nTwo",
                is_sticky=1,
                comment_status="closed",
                post_modified_gmt="2011-01-01 00:00:00",
            ),
        )
    )
    post = Post.objects.get()
    assert (post.title, post.status, post.published_at) == ("Rye", "published", TEN)
    assert (post.created_at, post.updated_at) == (TEN, datetime(2011, 1, 1, tzinfo=UTC))
    assert (post.markup, post.teaser) == ("html", "<p>One</p>")
    assert (post.is_sticky, post.comments_allowed, post.linkbacks_allowed) == (True, False, True)
    assert post.categories.get().name == "Bread"
    page = client.get("/2010/03/01/rye-bread/")
    assert page.status_code == 200
    assert "Ann Example" in page.content.decode()


@pytest.mark.parametrize(
    ("status", "password", "stored"),
    [
        ("publish", "", "published"),
        ("future", "", "published"),
        ("private", "", "private"),
        ("draft", "", "draft"),
        ("pending", "", "draft"),
        ("archived", "", "draft"),
        ("publish", "enter", "private"),
        ("future", "enter", "private"),
        ("draft", "enter", "draft"),
    ],
)
def test_a_status_becomes_ours(take, status, password, stored):
    take(export(item(status=status, post_password=password)))
    assert Post.objects.get().status == stored


def test_what_changed_with_the_status_is_told(take):
    take(export(item(post_password="x"), item(status="archived")))
    assert {
        "private now: a password protected them",
        "drafts now: their status was archived",
    } <= take.told()


def test_a_post_for_the_future_waits_for_it(take):
    take(export(item(status="future", post_date_gmt="2999-01-01 00:00:00")))
    assert Post.objects.scheduled().exists()


def test_a_draft_without_a_date_is_dated_when_it_is_published(take):
    undated = {"status": "draft", "post_date_gmt": "0000-00-00 00:00:00"}
    take(export(item(1, title="A", **undated), item(2, title="B", status="draft")))
    assert Post.objects.get(title="A").published_at is None
    assert Post.objects.get(title="B").published_at == TEN


def test_what_was_published_without_a_date_has_todays_and_is_told(take):
    take(export(item(post_date="", post_date_gmt="")))
    assert timezone.now() - Post.objects.get().published_at < timezone.timedelta(minutes=5)
    assert "published without a date: dated today" in take.told()


def test_a_day_that_the_sites_zone_moves_is_told(take, settings):
    late = {"post_date": "2010-03-01 20:00:00", "post_date_gmt": "2010-03-02 04:00:00"}
    take(export(item(**late)))
    assert any("TIME_ZONE is UTC" in remark for remark in take.told())


@pytest.mark.parametrize(
    ("number", "kind", "status", "why"),
    [
        ("1", "post", "publish", ""),
        ("1", "page", "draft", ""),
        ("1", "attachment", "inherit", "attachments: files are not taken"),
        ("1", "nav_menu_item", "publish", "entries of menus"),
        ("1", "revision", "inherit", "revisions"),
        ("1", "recipe", "publish", "items of the type recipe"),
        ("1", "", "publish", "items of the type (none)"),
        ("1", "post", "trash", "in the trash"),
        ("1", "post", "auto-draft", "drafts that were never saved"),
        ("", "post", "publish", "without a number"),
    ],
)
def test_items_of_other_kinds_are_left_with_a_reason(number, kind, status, why):
    found = posts.why_left(Item(number, kind=kind, status=status))
    assert found.startswith(why)
    assert bool(found) == bool(why)


@pytest.mark.parametrize(
    ("title", "name", "slug"),
    [
        ("A title", "", "a-title"),
        ("", "", "post-5"),
        ("x", "%ce%b1%ce%b2", "αβ"),
        ("x", "old.name!", "oldname"),
        ("x", "feed", "feed-2"),
        ("x", "n" * 300, "n" * 200),
    ],
)
def test_an_address_is_the_old_one_as_far_as_it_can_be(take, client, title, name, slug):
    take(export(item(5, title=title, post_name=name, content="Words.")))
    post = Post.objects.get()
    assert post.slug == slug
    assert client.get(post.get_absolute_url()).status_code == 200


def test_the_same_slug_twice_gets_a_number_even_where_it_is_long(take):
    take(export(*(item(post_name="n" * 200) for _ in range(3))))
    assert {post.slug[-3:] for post in Post.objects.all()} == {"nnn", "n-2", "n-3"}


def test_a_page_never_hides_behind_an_address_of_the_site(take, client):
    take(export(page(1, post_name="archive"), page(2, post_name="2010"), page(3, post_name="tag")))
    for found in Post.objects.all():
        assert client.get(found.get_absolute_url()).context["post"] == found


@pytest.mark.parametrize(
    ("content", "title"),
    [("<p>Some words.</p>", "Some words."), ("word " * 40, "word"), ("", "Untitled")],
)
def test_without_a_title_the_first_words_are_one(take, content, title):
    take(export(item(title="", content=content)))
    found = Post.objects.get().title
    assert found.startswith(title)
    assert len(found) <= 60


def test_a_title_that_is_too_long_is_cut_and_told(take):
    take(export(item(title="word " * 100)))
    assert len(Post.objects.get().title) <= 300
    assert "their title cut to 300 characters" in take.told()


def test_pictures_that_stay_elsewhere_are_told(take):
    take(export(item(content='<img src="https://old.example/a.png" alt="A">'), item()))
    [told] = [remark for remark in take.told() if "pictures" in remark]
    assert take.tally.changes[told].count == 1


def test_a_format_that_is_not_kept_is_told(take):
    take(export(item(1, filed("post-format-aside", "Aside", domain="post_format"))))
    assert "without its post_format" in take.told()


# Pages and their parents.


def paths():
    return sorted(Post.objects.pages().values_list("path", flat=True))


def test_pages_stand_below_their_parents_whatever_their_order(take):
    take(
        export(
            page(3, post_name="c", post_parent=2),
            page(1, post_name="a"),
            page(2, post_name="b", post_parent=1),
        )
    )
    assert paths() == ["a", "a/b", "a/b/c"]


def test_a_page_that_waits_for_its_parent_keeps_its_slug(take):
    take(
        export(
            page(1, post_name="team"),
            page(2, post_name="team", post_parent=3),
            page(3, post_name="about"),
        )
    )
    assert paths() == ["about", "about/team", "team"]


def test_a_parent_that_is_missing_is_told_and_found_in_a_newer_export(take):
    take(export(page(2, post_name="b", post_parent=1)))
    assert paths() == ["b"]
    assert "pages without their parent stand at the top" in take.told()
    take(export(page(2, post_name="b", post_parent=1), page(1, post_name="a")))
    assert paths() == ["a", "a/b"]


def test_a_page_that_the_author_moved_is_not_moved_back(take):
    text = export(page(2, post_name="b", post_parent=1), page(1, post_name="a"))
    take(text)
    moved = Post.objects.get(slug="b")
    moved.parent = None
    posts.publishing.save_post(moved)
    take(text)
    assert paths() == ["a", "b"]


def test_pages_below_each_other_are_a_tree_afterwards(take):
    take(export(page(1, post_parent=2, post_name="a"), page(2, post_parent=1, post_name="b")))
    assert paths() == ["a", "a/b"]
    assert any(remark.startswith("pages at the top: ") for remark in take.told())


def test_a_page_in_too_deep_a_tree_stands_at_the_top(take):
    many = [page(n, post_name=str(n) * 190, post_parent=n - 1) for n in range(1, 7)]
    take(export(*many))
    take(export(*many))
    assert Post.objects.count() == 6
    assert any("too deep" in remark for remark in take.told())


def test_a_post_is_never_the_parent_of_a_page(take):
    take(export(item(1), page(2, post_name="b", post_parent=1)))
    assert paths() == ["b"]


def test_pages_of_the_menu_before_stay_as_they_are(take):
    mine = make_page(slug="about")
    take(export(page(1, post_name="about", menu_order=4)))
    mine.refresh_from_db()
    assert (mine.path, mine.menu_order) == ("about", 0)
    new = Post.objects.get(path="about-2")
    assert (new.menu_order, new.in_menu) == (4, False)


@pytest.mark.parametrize(
    ("item", "other"),
    [
        (Item("1", title="A", published_at=TEN), False),
        (Item("1", title="B", published_at=TEN), False),
        (Item("1", title="A", published_at=TEN.replace(year=2011)), False),
        (Item("1", title="B", published_at=None), False),
        (Item("1", title="B", published_at=TEN.replace(year=2011)), True),
    ],
)
def test_a_number_means_something_else_when_title_and_date_both_differ(item, other):
    assert posts.is_another(item, make_post(title="A", created_at=TEN)) is other
