"""The site's settings in the admin: one form, in force at once."""

import pytest
from django.forms import model_to_dict
from django.urls import reverse

from blog.models import SiteSettings
from tests.blog.admin.asking import errors

LIST = reverse("admin:blog_sitesettings_changelist")
FORM = reverse("admin:blog_sitesettings_change", args=[1])
pytestmark = pytest.mark.django_db


def typed(**changes):
    """What the form sends: the defaults, each switch that is on, and `changes`."""
    row = SiteSettings(
        pk=1,
        title="My blog",
        tagline="",
        comment_policy="hold_all",
        linkbacks_open=False,
        posts_per_page=5,
    )
    sent = {name: "on" if on is True else on for name, on in model_to_dict(row).items()}
    return {name: value for name, value in sent.items() if value is not False} | changes


def test_the_list_is_the_form(admin):
    assert admin.get(LIST)["Location"] == FORM
    assert admin.get(FORM).status_code == 200


def test_defaults_are_shown_before_anything_was_saved(admin):
    SiteSettings.objects.all().delete()
    assert 'value="Rejoinder"' in admin.get(FORM).content.decode()
    admin.post(FORM, typed())
    assert SiteSettings.objects.get().title == "My blog"


def test_a_change_is_seen_on_the_next_page(admin, client):
    response = admin.post(FORM, typed(), follow=True)
    assert response.redirect_chain == [(FORM, 302)]
    assert "My blog" in client.get("/").content.decode()
    row = SiteSettings.objects.get()
    assert (row.comment_policy, row.linkbacks_open, row.posts_per_page) == ("hold_all", False, 5)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("posts_per_page", "0"),
        ("posts_per_page", "101"),
        ("feed_items", "x"),
        ("close_after_days", "-1"),
        ("close_after_days", "36501"),
        ("close_after_days", "9" * 30),
        ("thread_depth", "11"),
        ("max_links", "9" * 30),
        ("max_links", "\x00"),
        ("comment_policy", "whatever"),
        ("linkback_policy", "\x00"),
    ],
)
def test_a_value_that_cannot_be_is_refused_beside_its_field(admin, field, value):
    assert list(errors(admin.post(FORM, typed(**{field: value})))) == [field]


@pytest.mark.parametrize("field", ["title", "tagline"])
def test_control_characters_are_left_out(admin, field):
    admin.post(FORM, typed(**{field: "a\x00\x1bb"}))
    assert getattr(SiteSettings.objects.get(), field) == "ab"


def test_there_is_nothing_to_add_or_to_delete(admin):
    assert admin.get(reverse("admin:blog_sitesettings_add")).status_code == 403
    url = reverse("admin:blog_sitesettings_delete", args=[1])
    assert admin.post(url, {"post": "yes"}).status_code == 403


def test_another_row_is_not_there(admin):
    url = reverse("admin:blog_sitesettings_change", args=[2])
    assert admin.get(url, follow=True).redirect_chain[0][0] == reverse("admin:index")
