"""Writing posts and pages: what follows from what was typed, and what stays reachable."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from blog.models import Post, Redirect
from blog.services.publishing import change_status, delete_post, render, save_post
from tests.factories import make_category, make_page, make_post, make_tag, make_user

pytestmark = pytest.mark.django_db
CALLED = datetime(2009, 9, 28, 12, tzinfo=ZoneInfo("UTC"))


def make_draft(**fields):
    return make_post(status=Post.Status.DRAFT, **fields)


def address_of(post):
    return Post.objects.get(pk=post.pk).get_absolute_url()


def test_the_slug_is_made_from_the_title():
    assert make_post(title="Ärger im  Café!").slug == "ärger-im-café"


def test_a_slug_that_was_typed_stays():
    assert make_post(title="A title", slug="My_own").slug == "My_own"


def test_a_title_without_letters_gets_a_slug_all_the_same():
    assert make_post(title="!?").slug == "post"
    assert make_page(title="…").slug == "page-2"


def test_a_slug_that_is_taken_gets_the_next_number():
    assert [make_post(title="Twice").slug for _ in range(3)] == ["twice", "twice-2", "twice-3"]


def test_a_long_slug_that_is_taken_makes_room_for_its_number():
    slugs = [make_post(slug="x" * 200).slug for _ in range(2)]
    assert slugs == ["x" * 200, f"{'x' * 198}-2"]


def test_saving_again_keeps_the_slug():
    post = make_post(title="Once")
    post.title = "Quite another title"
    assert save_post(post).slug == "once"


def test_a_post_never_takes_the_address_of_a_feed():
    assert make_post(title="Feed").slug == "feed-2"


def test_posts_and_pages_may_share_a_slug():
    assert make_post(title="Same").slug == make_page(title="Same").slug == "same"


@pytest.mark.parametrize("title", ["Search", "Archive", "Feed", "2009", "comments"])
def test_a_page_never_takes_an_address_of_the_site_itself(title):
    page = make_page(title=title)
    assert page.path == f"{title.lower()}-2"


def test_below_another_page_only_feed_is_not_free():
    above = make_page(title="Above")
    assert make_page(title="Search", parent=above).path == "above/search"
    assert make_page(title="2009", parent=above).path == "above/2009"
    assert make_page(title="Feed", parent=above).path == "above/feed-2"


def test_drafts_without_a_title_have_no_slug_and_do_not_get_in_each_others_way():
    above = make_page()
    drafts = [make_draft(title=""), make_draft(title="")]
    pages = [
        make_draft(title="", kind=Post.Kind.PAGE, parent=parent)
        for parent in (None, None, above, above)
    ]
    assert {post.slug for post in drafts + pages} == {post.path for post in pages} == {""}


def test_a_draft_has_the_address_of_its_preview():
    dated = make_draft(title="", published_at=timezone.now())
    page = make_draft(title="", kind=Post.Kind.PAGE)
    assert address_of(dated) == f"/preview/{dated.pk}/"
    assert address_of(page) == f"/preview/{page.pk}/"
    assert address_of(make_draft(title="Undated")).startswith("/preview/")


def test_a_page_below_a_draft_without_a_slug_stands_at_the_top():
    draft = make_draft(title="", kind=Post.Kind.PAGE)
    assert make_page(title="Below", parent=draft).path == "below"


def test_a_published_post_without_a_date_is_published_now():
    before = timezone.now()
    post = make_post(published_at=None)
    assert before <= post.published_at <= timezone.now()


def test_a_draft_gets_no_date():
    assert make_draft().published_at is None


def test_text_is_rendered_on_saving():
    post = make_post(title="T", body="Some *words*.\n\n<!--more-->\n\nMore.")
    post.refresh_from_db()
    assert post.html == "<p>Some <em>words</em>.</p>\n\n<p>More.</p>"
    assert post.teaser == "<p>Some <em>words</em>.</p>"
    assert post.summary == "Some words. More."


def test_the_summary_is_the_excerpt_where_there_is_one():
    assert make_post(excerpt="In  short:\nthis.").summary == "In short: this."
    assert len(make_post(excerpt="x" * 5000).summary) == 300


def test_control_characters_are_left_out():
    post = make_post(title="A\x00 B\x1b", body="C\x00D\r\nE", excerpt="F\x07")
    post.refresh_from_db()
    assert (post.title, post.body, post.excerpt) == ("A B", "CD\nE", "F")


def test_code_on_the_first_line_keeps_its_indentation():
    post = make_post(body="\n  \n    code\n\nText.\n\n")
    assert post.html.startswith("<pre><code>code")


def test_posts_on_one_list_share_no_id():
    text = "## Heading\n\nA note[^1].\n\n[^1]: Here."
    for _ in range(3):
        make_post(title="Same title", body=text)
    html = "".join(Post.objects.values_list("html", flat=True))
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids)) == 9


def test_rendering_alone_leaves_the_database_alone(django_assert_num_queries):
    post = Post(title="T", body="*B*", author=make_user(), status=Post.Status.PUBLISHED)
    with django_assert_num_queries(0):
        render(post, updated_at=CALLED)
    assert post.html == "<p><em>B</em></p>"
    assert post.updated_at == post.published_at == CALLED


def test_categories_and_tags_are_set_or_left():
    category, tag = make_category(), make_tag()
    post = make_post(categories=[category], tags=[tag])
    save_post(post)
    assert (list(post.categories.all()), list(post.tags.all())) == ([category], [tag])
    save_post(post, categories=[], tags=[])
    assert not post.categories.exists()
    assert not post.tags.exists()


def test_a_changed_slug_leaves_a_way_to_the_post(client):
    post = make_post(title="Old", published_at=CALLED)
    for slug in ("newer", "newest"):
        post.slug = slug
        save_post(post)
    for slug in ("old", "newer"):
        response = client.get(f"/2009/09/28/{slug}/")
        assert (response.status_code, response["Location"]) == (301, "/2009/09/28/newest/")


def test_a_changed_date_leaves_a_way_to_the_post(client):
    post = make_post(title="Moved", published_at=CALLED)
    post.published_at = CALLED + timedelta(days=1)
    save_post(post)
    assert client.get("/2009/09/28/moved/")["Location"] == "/2009/09/29/moved/"


def test_an_old_address_in_any_script_leads_on(client):
    post = make_post(title="Προς τα εκεί", published_at=CALLED)
    old = post.get_absolute_url()
    post.slug = "there"
    save_post(post)
    assert client.get(old)["Location"] == "/2009/09/28/there/"
    assert Redirect.objects.get().path == "/2009/09/28/προς-τα-εκεί/"


def test_an_address_that_is_used_again_shows_what_is_there_now():
    first = make_post(title="One", published_at=CALLED)
    first.slug = "two"
    save_post(first)
    first.slug = "one"
    save_post(first)
    assert address_of(first) == "/2009/09/28/one/"
    assert Redirect.objects.filter(path="/2009/09/28/two/", post=first).exists()


def test_an_old_address_belongs_to_the_last_post_that_had_it(client):
    first = make_post(title="One", published_at=CALLED)
    first.slug = "first"
    save_post(first)
    second = make_post(title="One", published_at=CALLED)
    second.slug = "second"
    save_post(second)
    assert client.get("/2009/09/28/one/")["Location"] == "/2009/09/28/second/"


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Post.Status.DRAFT, "published_at": CALLED},
        {"status": Post.Status.PRIVATE},
        {"published_at": datetime(2100, 1, 1, tzinfo=ZoneInfo("UTC"))},
    ],
)
def test_what_readers_never_saw_leaves_no_old_address(fields):
    post = make_post(**fields)
    post.slug = "another"
    save_post(post)
    assert not Redirect.objects.exists()


def test_an_old_address_does_not_betray_a_post_that_was_taken_back(client):
    post = make_post(title="Regretted", published_at=CALLED)
    post.slug, post.status = "hidden", Post.Status.DRAFT
    save_post(post)
    assert client.get("/2009/09/28/regretted/").status_code == 404


def test_the_pages_below_follow_and_leave_their_old_addresses(client):
    top = make_page(title="Top")
    middle = make_page(title="Middle", parent=top)
    bottom = make_page(title="Bottom", parent=middle)
    top.slug = "head"
    save_post(top)
    assert address_of(bottom) == "/head/middle/bottom/"
    assert client.get("/top/middle/bottom/")["Location"] == "/head/middle/bottom/"
    assert client.get("/top/")["Location"] == "/head/"


def test_a_page_that_follows_avoids_what_stands_there_already():
    orphan_parent = make_page(title="B")
    orphan = make_page(title="Child", parent=orphan_parent)
    orphan_parent.delete()
    parent = make_page(title="A")
    child = make_page(title="Child", parent=parent)
    parent.slug = "b"
    save_post(parent)
    child.refresh_from_db()
    assert (orphan.path, child.path) == ("b/child", "b/child-2")


def test_a_page_cannot_stand_below_itself():
    top = make_page(title="Top")
    bottom = make_page(title="Bottom", parent=make_page(title="Middle", parent=top))
    for parent in (top, bottom):
        top.parent = parent
        with pytest.raises(ValidationError, match="below itself"):
            save_post(top)
    assert Post.objects.get(pk=top.pk).parent is None


def test_a_page_too_deep_for_its_column_is_refused():
    page = None
    for _ in range(4):
        page = make_page(slug="x" * 190, parent=page)
    with pytest.raises(ValidationError, match="too deep"):
        make_page(slug="x" * 190, parent=page)
    assert Post.objects.count() == 4


def test_changing_the_status_of_many_saves_each_as_it_should_be():
    drafts = [make_post(status="draft", published_at=None) for _ in range(2)]
    live = make_post()
    changed = change_status(Post.objects.all(), Post.Status.PUBLISHED)
    assert set(changed) == set(drafts)
    assert all(post.is_live for post in Post.objects.all())
    assert Post.objects.get(pk=live.pk).updated_at == live.updated_at


def test_a_deleted_page_lets_those_below_it_move_to_the_top(client):
    top = make_page(slug="top")
    below = make_page(slug="below", parent=top)
    lowest = make_page(slug="lowest", parent=below)
    delete_post(top)
    assert Post.objects.get(pk=lowest.pk).path == "below/lowest"
    assert client.get("/top/below/lowest/")["Location"] == "/below/lowest/"


def test_saving_does_not_undo_a_count_that_changed_meanwhile():
    post = make_post()
    Post.objects.filter(pk=post.pk).update(comment_count=3, trackback_count=2)
    save_post(post)
    again = Post.objects.get()
    assert (again.comment_count, again.trackback_count) == (3, 2)


def test_where_a_deleted_post_was_found_nothing_comes_back(client):
    post = make_post(slug="first-name")
    first = post.get_absolute_url()
    post.slug = "second-name"
    save_post(post)
    second = post.get_absolute_url()
    delete_post(post)
    assert [client.get(address).status_code for address in (first, second)] == [410, 410]


def test_nobody_learns_of_a_deleted_draft(client):
    draft = make_draft(slug="secret", published_at=CALLED)
    delete_post(draft)
    assert client.get("/2009/09/28/secret/").status_code == 404


def test_what_is_written_at_a_gone_address_is_found_there(client):
    page = make_page(slug="about")
    delete_post(page)
    assert client.get("/about/").status_code == 410
    make_page(slug="about")
    assert client.get("/about/").status_code == 200


def test_an_address_may_be_gone_twice(client):
    for _ in range(2):
        delete_post(make_page(slug="about"))
    assert client.get("/about/").status_code == 410
