"""Pages in the admin: their place in the tree and in the menu."""

import pytest
from django.urls import reverse

from blog.models import Page, Post
from tests.blog.admin.asking import errors, shown
from tests.factories import make_page, make_post

ADD = reverse("admin:blog_page_add")
LIST = reverse("admin:blog_page_changelist")
pytestmark = pytest.mark.django_db


@pytest.fixture
def page_typed(typed):
    def fields(**changes):
        return typed(**{"title": "About", "tags": None, "menu_order": "0"} | changes)

    return fields


def change_url(page):
    return reverse("admin:blog_page_change", args=[page.pk])


def choices(client, url):
    field = client.get(url).context["adminform"].form.fields["parent"]
    return [str(label) for _value, label in field.choices]


def test_a_page_is_written_below_another_and_into_the_menu(admin, page_typed):
    parent = make_page(slug="house")
    admin.post(ADD, page_typed(parent=parent.pk, in_menu="on", menu_order="3"))
    page = Page.objects.get(slug="about")
    assert (page.kind, page.path) == ("page", "house/about")
    assert list(Post.objects.menu()) == [Post.objects.get(pk=page.pk)]
    assert admin.get(page.get_absolute_url()).status_code == 200


def test_the_list_shows_pages_alone(admin):
    page = make_page()
    make_post()
    assert [row.pk for row in shown(admin, LIST)] == [page.pk]


@pytest.mark.parametrize("slug", ["admin", "archive", "2026", "feed", "Search"])
def test_an_address_of_the_site_itself_is_refused_at_the_top(admin, page_typed, slug):
    found = errors(admin.post(ADD, page_typed(slug=slug)))
    assert "belongs to the site itself" in found["slug"][0]


def test_a_title_like_an_address_of_the_site_gets_another_one(admin, page_typed):
    admin.post(ADD, page_typed(title="Archive"))
    assert Page.objects.get().path == "archive-2"


def test_below_another_page_only_feed_is_refused(admin, page_typed):
    parent = make_page()
    admin.post(ADD, page_typed(slug="archive", parent=parent.pk))
    assert Page.objects.filter(slug="archive").exists()
    assert list(errors(admin.post(ADD, page_typed(slug="feed", parent=parent.pk)))) == ["slug"]


def test_a_slug_that_is_taken_at_the_same_place_is_refused(admin, page_typed):
    parent = make_page(slug="house")
    make_page(slug="attic", parent=parent, title="The attic")
    admin.post(ADD, page_typed(slug="attic"))
    assert Page.objects.filter(path="attic").exists()
    found = errors(admin.post(ADD, page_typed(slug="attic", parent=parent.pk)))
    assert "The attic" in found["slug"][0]


def test_neither_the_page_nor_what_is_below_it_may_be_its_parent(admin, page_typed):
    top = make_page(title="Top", slug="top")
    below = make_page(title="Below", parent=top)
    make_page(title="Other")
    assert choices(admin, change_url(top)) == ["none: at the top", "Other"]
    response = admin.post(change_url(top), page_typed(parent=below.pk))
    assert list(errors(response)) == ["parent"]


def test_the_choice_of_a_parent_shows_the_tree_and_no_posts(admin):
    make_page(title="Below", parent=make_page(title="Top"))
    make_post()
    assert choices(admin, ADD) == ["none: at the top", "Top", "— Below"]


def test_an_address_too_long_is_refused_in_words(admin, page_typed):
    parent = None
    for letter in "abc":
        parent = make_page(slug=letter * 200, parent=parent)
    response = admin.post(ADD, page_typed(slug="d" * 200, parent=parent.pk))
    assert "too long" in errors(response)["parent"][0]


def test_moving_a_page_is_refused_where_what_is_below_would_get_too_deep(admin, page_typed):
    high = None
    for letter in "abc":
        high = make_page(slug=letter * 150, parent=high)
    top = make_page(slug="d" * 150)
    make_page(slug="e" * 200, parent=top)
    response = admin.post(change_url(top), page_typed(slug="d" * 150, parent=high.pk))
    assert list(errors(response)) == ["parent"]


@pytest.mark.parametrize("order", ["x", "99999999999999999999", "\x00", ""])
def test_an_order_that_is_no_number_is_refused(admin, page_typed, order):
    assert list(errors(admin.post(ADD, page_typed(menu_order=order)))) == ["menu_order"]


def test_pages_below_a_deleted_one_move_to_the_top_and_their_addresses_lead_on(admin, client):
    below = make_page(slug="below", parent=make_page(slug="top"))
    old = below.get_absolute_url()
    url = reverse("admin:blog_page_delete", args=[Page.objects.get(slug="top").pk])
    admin.post(url, {"post": "yes"})
    assert Page.objects.get().path == "below"
    assert client.get(old)["Location"] == "/below/"


def test_the_list_costs_the_same_with_many_pages(admin, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(30) as counted:
            admin.get(LIST)
        return len(counted)

    for _ in range(10):
        make_page()
    few = queries()
    for _ in range(90):
        make_page()
    assert queries() == few
