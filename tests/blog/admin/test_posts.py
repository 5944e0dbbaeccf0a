"""Writing posts in the admin."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from blog.models import Post, Tag
from tests.blog.admin.asking import errors, messages
from tests.factories import make_category, make_comment, make_post, make_tag, make_user

ADD = reverse("admin:blog_post_add")
LIST = reverse("admin:blog_post_changelist")
pytestmark = pytest.mark.django_db


def change_url(post):
    return reverse("admin:blog_post_change", args=[post.pk])


def test_a_post_is_written_with_everything(admin, author, typed):
    trees, oaks = make_category("Trees"), make_tag("oaks")
    filed = {"categories": [trees.pk], "tags": "Oaks, winter"}
    admin.post(ADD, typed(**filed, excerpt="Short.", is_sticky="on", comments_allowed=None))
    post = Post.objects.get()
    assert (post.title, post.slug, post.author) == ("A walk", "a-walk", author)
    assert "<em>hill</em>" in post.html
    assert post.summary == "Short."
    assert post.is_live
    assert (post.is_sticky, post.comments_allowed, post.linkbacks_allowed) == (True, False, True)
    assert list(post.categories.all()) == [trees]
    assert {tag.name for tag in post.tags.all()} == {"oaks", "winter"}
    assert oaks in post.tags.all()


def test_the_form_tells_what_markdown_is(admin):
    assert "*emphasis*, **strong**, ## heading" in admin.get(ADD).content.decode()


def test_the_form_shows_what_is_stored(admin, author):
    post = make_post(author=author, tags=[make_tag("a, b"), make_tag("c")], body="Some words")
    page = admin.get(change_url(post)).content.decode()
    assert "Some words" in page
    assert "&quot;a, b&quot;, c" in page


def test_saving_what_is_shown_changes_nothing(admin, author):
    post = make_post(author=author, tags=[make_tag("a, b")], categories=[make_category()])
    form = admin.get(change_url(post)).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    sent["published_at"] = form["published_at"].value().strftime("%Y-%m-%dT%H:%M")
    admin.post(change_url(post), {name: "" if v is None else v for name, v in sent.items()})
    again = Post.objects.get()
    for name in ("title", "slug", "body", "status", "published_at", "author_id", "html"):
        assert getattr(again, name) == getattr(post, name), name
    assert again.updated_at > post.updated_at
    assert list(again.tags.values_list("name", flat=True)) == ["a, b"]
    assert again.categories.count() == 1


def test_a_future_date_schedules_and_says_so(admin, typed):
    response = admin.post(ADD, typed(published_at="2999-05-03T09:30"), follow=True)
    post = Post.objects.get()
    assert post.is_scheduled
    assert post.published_at == datetime(2999, 5, 3, 9, 30, tzinfo=UTC)
    assert "Scheduled for May 3, 2999, 9:30 a.m.: it appears by itself then." in messages(response)


def test_a_date_may_be_typed_with_a_blank(admin, typed):
    admin.post(ADD, typed(published_at="1999-05-03 09:30"))
    assert Post.objects.get().published_at.year == 1999


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00",
        "0999-12-31T00:00",
        "9999-12-31T23:59",
        "10000-01-01T00:00",
        "2026-02-30T10:00",
        "2026-13-01",
        "yesterday",
        "9" * 400,
    ],
)
def test_a_date_that_cannot_be_is_refused_beside_the_field(admin, typed, moment):
    response = admin.post(ADD, typed(published_at=moment, body="Not to be lost"))
    assert list(errors(response)) == ["published_at"]
    assert "Not to be lost" in response.content.decode()


def test_a_draft_needs_neither_date_nor_text(admin, typed):
    admin.post(ADD, typed(status="draft", body=""))
    post = Post.objects.get()
    assert (post.status, post.published_at) == ("draft", None)


def test_a_title_is_needed(admin, typed):
    response = admin.post(ADD, typed(title=" \x00 ", body="Kept"))
    assert list(errors(response)) == ["title"]
    assert "Kept" in response.content.decode()
    assert not Post.objects.exists()


def test_a_slug_that_is_taken_is_refused_with_the_name_of_the_other(admin, typed):
    make_post(slug="walk", title="The first walk")
    response = admin.post(ADD, typed(slug="walk", tags="oaks, new", body="Kept"))
    assert "The first walk" in errors(response)["slug"][0]
    page = response.content.decode()
    assert "Kept" in page
    assert 'value="oaks, new"' in page
    assert not Tag.objects.exists()


@pytest.mark.parametrize("slug", ["feed", "a b", "a/b", "../x", "a" * 201, "<b>"])
def test_a_slug_that_cannot_be_is_refused(admin, typed, slug):
    assert list(errors(admin.post(ADD, typed(slug=slug)))) == ["slug"]


def test_two_posts_with_one_title_get_two_addresses(admin, typed):
    admin.post(ADD, typed())
    admin.post(ADD, typed())
    assert set(Post.objects.values_list("slug", flat=True)) == {"a-walk", "a-walk-2"}


def test_a_changed_address_leads_on(admin, author, typed, client):
    post = make_post(author=author)
    old = post.get_absolute_url()
    admin.post(change_url(post), typed(slug="elsewhere"))
    assert client.get(old)["Location"] == Post.objects.get().get_absolute_url()


@pytest.mark.parametrize("field", ["title", "body", "excerpt", "tags", "slug", "published_at"])
@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\x08\x1b\x7f\x85\ufffe", "a\x0bb"])
def test_control_characters_are_never_stored(admin, typed, field, text):
    response = admin.post(ADD, typed(**{"title": "Fine", field: text}))
    assert response.status_code in {200, 302}
    for post in Post.objects.all():
        stored = [post.title, post.body, post.excerpt, post.slug, post.html]
        stored += post.tags.values_list("name", flat=True)
        assert not set("".join(stored)) & set("\x00\x08\x0b\x1b\x7f\x85\ufffe")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "gone"),
        ("status", "\x00"),
        ("markup", "rtf"),
        ("author", "\x00"),
        ("author", "x"),
        ("author", 10**30),
        ("categories", ["\x00"]),
        ("categories", [10**30]),
    ],
)
def test_a_choice_that_is_not_offered_is_refused(admin, typed, field, value):
    assert list(errors(admin.post(ADD, typed(**{field: value})))) == [field]


def test_a_text_too_long_is_refused_in_words(admin, typed):
    response = admin.post(ADD, typed(body="é" * 1_000_001))
    assert "1000000" in errors(response)["body"][0]


def test_a_title_too_long_is_refused(admin, typed):
    assert list(errors(admin.post(ADD, typed(title="x" * 301)))) == ["title"]


@pytest.mark.parametrize("tags", [", ".join(f"t{n}" for n in range(51)), "x" * 101, "x" * 5001])
def test_too_many_or_too_long_tags_are_refused(admin, typed, tags):
    assert list(errors(admin.post(ADD, typed(tags=tags)))) == ["tags"]


def test_known_tags_are_suggested(admin):
    make_tag("Oaks & elms")
    page = admin.get(ADD).content.decode()
    assert '<option value="Oaks &amp; elms">' in page
    assert 'list="tag-names"' in page


def test_saving_may_lead_to_the_preview(admin, typed):
    response = admin.post(ADD, typed(status="draft", _preview="Save and preview"))
    assert response["Location"] == Post.objects.get().get_preview_url()
    assert admin.get(response["Location"]).status_code == 200


def test_the_form_leads_to_preview_and_site(admin, author):
    post = make_post(author=author)
    page = admin.get(change_url(post)).content.decode()
    assert f'href="{post.get_preview_url()}"' in page
    assert f'href="{post.get_absolute_url()}"' in page


def test_a_draft_is_not_viewed_on_the_site(admin, author):
    draft = make_post(author=author, status="draft")
    assert "View on site" not in admin.get(change_url(draft)).content.decode()


@pytest.mark.parametrize("pk", ["%00", "x", "9" * 40, "0"])
def test_a_post_that_is_not_there_is_told(admin, pk):
    assert admin.get(f"{LIST}{pk}/change/", follow=True).status_code in {200, 404}


def test_deleting_asks_first_and_says_what_goes_along(admin, author):
    post = make_post(author=author, title="Old news")
    url = reverse("admin:blog_post_delete", args=[post.pk])
    assert "Delete “Old news” for good?" in admin.get(url).content.decode()
    assert Post.objects.exists()
    admin.post(url, {"post": "yes"})
    assert not Post.objects.exists()


@pytest.mark.parametrize(("number", "words"), [(1, "1 comment"), (2, "2 comments")])
def test_what_goes_along_is_counted_in_plain_words(admin, author, number, words):
    post = make_post(author=author)
    for _ in range(number):
        make_comment(post)
    page = admin.get(reverse("admin:blog_post_delete", args=[post.pk])).content.decode()
    assert f"<li>{words}</li>" in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_the_login(client, method):
    response = getattr(client, method)(ADD)
    assert response["Location"].startswith(reverse("admin:login"))


def test_a_reader_with_an_account_is_not_let_in(client):
    client.force_login(make_user())
    assert client.get(ADD).status_code == 302


def test_a_new_category_is_made_as_the_post_is_saved(admin, typed):
    old = make_category("Garden")
    admin.post(ADD, typed(categories=[old.pk], new_category="Trees"))
    admin.post(ADD, typed(new_category="trees"))
    first, second = Post.objects.order_by("pk")
    assert {category.name for category in first.categories.all()} == {"Garden", "Trees"}
    assert second.categories.get() in first.categories.all()


def test_two_windows_do_not_undo_each_others_work(admin, author, typed):
    post = make_post(author=author)
    opened = admin.get(change_url(post)).context["adminform"].form["version"].value()
    admin.post(change_url(post), typed(title="From the first", version=opened))
    response = admin.post(change_url(post), typed(title="From the second", version=opened))
    assert "changed in another window" in errors(response)["__all__"][0]
    assert Post.objects.get().title == "From the first"
    assert "From the second" in response.content.decode()
    again = response.context["adminform"].form["version"].value()
    admin.post(change_url(post), typed(title="From the second", version=again))
    assert Post.objects.get().title == "From the second"


@pytest.mark.parametrize("version", ["\x00", "x" * 9999])
def test_a_made_up_version_is_taken_for_an_old_one(admin, author, typed, version):
    post = make_post(author=author)
    admin.post(change_url(post), typed(title="Another", version=version))
    assert (Post.objects.get().title == "Another") == (version == "\x00")
