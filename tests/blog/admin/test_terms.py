"""Categories and tags in the admin."""

import pytest
from django.urls import reverse

from blog.models import Category, Post, Tag
from tests.blog.admin.asking import bulk, errors, messages
from tests.factories import make_category, make_post, make_tag

CATEGORIES = reverse("admin:blog_category_changelist")
TAGS = reverse("admin:blog_tag_changelist")
pytestmark = pytest.mark.django_db


def add(client, kind, **typed):
    usual = {"name": "Trees", "slug": "", "description": ""}
    return client.post(reverse(f"admin:blog_{kind}_add"), usual | typed)


def test_a_category_is_made_below_another(admin):
    parent = make_category("Garden")
    add(admin, "category", parent=parent.pk)
    assert Category.objects.get(name="Trees").path == "garden/trees"


def test_moving_a_category_moves_what_is_below(admin):
    top, other = make_category("Top"), make_category("Other")
    make_category("Below", parent=top)
    url = reverse("admin:blog_category_change", args=[top.pk])
    admin.post(url, {"name": "Top", "slug": "top", "parent": other.pk, "description": ""})
    assert Category.objects.get(name="Below").path == "other/top/below"


def test_a_category_cannot_stand_below_itself(admin):
    top = make_category("Top")
    below = make_category("Below", parent=top)
    url = reverse("admin:blog_category_change", args=[top.pk])
    typed = {"name": "Top", "slug": "top", "parent": below.pk, "description": ""}
    assert list(errors(admin.post(url, typed))) == ["parent"]


@pytest.mark.parametrize("kind", ["category", "tag"])
def test_a_slug_that_is_taken_is_refused_with_the_name_of_the_other(admin, kind):
    add(admin, kind, name="Old trees", slug="trees")
    assert "Old trees" in errors(add(admin, kind))["slug"][0]


@pytest.mark.parametrize("kind", ["category", "tag"])
@pytest.mark.parametrize("name", ["\x00", " ", "", "x" * 201])
def test_a_name_that_cannot_be_is_refused(admin, kind, name):
    assert list(errors(add(admin, kind, name=name))) == ["name"]


@pytest.mark.parametrize("kind", ["category", "tag"])
@pytest.mark.parametrize("slug", ["a b", "x" * 201, "a/b"])
def test_a_slug_that_cannot_be_is_refused(admin, kind, slug):
    assert list(errors(add(admin, kind, slug=slug))) == ["slug"]


@pytest.mark.parametrize("kind", ["category", "tag"])
@pytest.mark.parametrize("field", ["name", "slug", "description"])
def test_control_characters_are_never_stored(admin, kind, field):
    add(admin, kind, **{field: "a\x00\x08b"})
    model = {"category": Category, "tag": Tag}[kind]
    assert getattr(model.objects.get(), field) == "ab"


def test_a_feed_cannot_be_a_category(admin):
    assert list(errors(add(admin, "category", slug="feed"))) == ["slug"]


def test_a_category_with_others_below_is_not_deleted(admin):
    top = make_category("Top")
    make_category("Below", parent=top)
    url = reverse("admin:blog_category_delete", args=[top.pk])
    assert "Below" in admin.get(url).content.decode()
    admin.post(url, {"post": "yes"})
    assert Category.objects.count() == 2


def test_posts_stay_when_their_category_goes(admin):
    category = make_category()
    make_post(categories=[category])
    admin.post(reverse("admin:blog_category_delete", args=[category.pk]), {"post": "yes"})
    assert Post.objects.count() == 1
    assert not Category.objects.exists()


def test_the_lists_count_the_posts(admin):
    make_post(categories=[make_category()], tags=[make_tag()])
    for url in (CATEGORIES, TAGS):
        assert '<td class="field-post_count">1</td>' in admin.get(url).content.decode()


def test_tags_are_merged_into_the_most_used(admin):
    many, few = make_tag("garden"), make_tag("gardens")
    make_post(tags=[many])
    make_post(tags=[many, few])
    only_few = make_post(tags=[few])
    response = bulk(admin, TAGS, "merge", [many, few])
    assert messages(response) == ["1 tag was merged into “garden”."]
    assert Tag.objects.get() == many
    assert list(only_few.tags.all()) == [many]
    assert many.posts.count() == 3


def test_one_tag_alone_is_not_merged(admin):
    response = bulk(admin, TAGS, "merge", [make_tag()])
    assert messages(response) == ["Choose two tags or more to merge."]
    assert Tag.objects.count() == 1


@pytest.mark.parametrize(("url", "make"), [(CATEGORIES, make_category), (TAGS, make_tag)])
def test_the_lists_cost_the_same_with_many(admin, django_assert_max_num_queries, url, make):
    def queries():
        with django_assert_max_num_queries(30) as counted:
            admin.get(url)
        return len(counted)

    for _ in range(10):
        make()
    few = queries()
    for _ in range(90):
        make()
    assert queries() == few
