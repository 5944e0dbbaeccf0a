"""The page of one row, and who may moderate at all."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from blog.feedback.models import Status
from comments.models import Comment
from tests.blog.feedback.inbox_pages import (
    INBOX,
    act_on,
    address,
    both_kinds,
    moderate,
    press,
    said,
    status_of,
)
from tests.factories import make_comment, make_post, make_trackback, make_user
from trackbacks.models import Trackback

pytestmark = pytest.mark.django_db


@both_kinds
def test_the_page_of_a_row_tells_who_did_what_when_and_why(admin, make):
    row = make(status=Status.PENDING)
    moderate(admin, row, "spam", why="Sells shoes.")
    text = admin.get(address(type(row), "change", row.pk)).content.decode()
    assert "Sells shoes." in text
    assert "by rosa" in text
    assert "by the rules" in text
    assert row.post.title in text


@both_kinds
def test_the_page_of_a_row_leads_to_the_next_that_waits(admin, make):
    rows = [make(status=Status.PENDING) for make in (make_comment, make_trackback, make)]
    pages = [address(type(row), "change", row.pk) for row in rows]
    assert admin.get(pages[2]).context["next_page"] == pages[1]
    assert admin.get(pages[1]).context["next_page"] == pages[0]
    assert admin.get(pages[0]).context["next_page"] == pages[2]


@both_kinds
def test_the_only_row_that_waits_has_no_next(admin, make):
    row = make(status=Status.PENDING)
    assert admin.get(address(type(row), "change", row.pk)).context["next_page"] == ""


@both_kinds
@pytest.mark.parametrize("odd", ["404", "9" * 40, "_00", "x", "1_00"])
def test_the_page_of_no_row_leads_away(admin, make, odd):
    row = make()
    url = address(type(row), "changelist") + f"{odd}/change/"
    response = admin.get(url, follow=True)
    assert response.status_code in {200, 404}


@both_kinds
def test_the_status_is_no_field_that_can_be_sent(admin, make):
    row = make(status=Status.PENDING)
    data = {"status": "approved", "name": "Ann", "body": "Words", "url": ""}
    response = admin.post(address(type(row), "change", row.pk), data)
    assert response.status_code in {302, 405}
    assert status_of(row) == Status.PENDING


def permitted(*codenames):
    user = make_user(is_staff=True, is_superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


@both_kinds
def test_who_may_only_look_sees_no_button_and_can_press_none(client, make):
    row = make(status=Status.PENDING)
    client.force_login(permitted(f"view_{row._meta.model_name}"))
    for page in (INBOX, address(type(row), "change", row.pk)):
        response = client.get(page)
        assert response.status_code == 200
        assert "queue-button--" not in response.content.decode()
        assert "<textarea" not in response.content.decode()
    assert moderate(client, row, "approve").status_code == 403
    assert act_on(client, [row], "approve").status_code == 403
    assert client.post(address(type(row), "change", row.pk), {}).status_code in {403, 405}
    assert status_of(row) == Status.PENDING


@both_kinds
def test_who_may_change_may_moderate(client, make):
    row = make(status=Status.PENDING)
    name = row._meta.model_name
    client.force_login(permitted(f"view_{name}", f"change_{name}"))
    moderate(client, row, "approve")
    assert status_of(row) == Status.APPROVED


@both_kinds
def test_other_staff_see_nothing(client, make):
    row = make(status=Status.PENDING)
    client.force_login(permitted("view_post"))
    assert client.get(INBOX).status_code == 403
    assert client.get(address(type(row), "changelist")).status_code == 403
    assert press(client, row, "approve").status_code == 403
    assert client.get(address(type(row), "change", row.pk)).status_code == 403
    assert moderate(client, row, "approve").status_code == 403


@both_kinds
def test_readers_are_asked_to_log_in(client, make):
    row = make(status=Status.PENDING)
    client.force_login(make_user())
    response = client.post(address(type(row), "moderate", row.pk), {"do": "approve"})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))
    assert status_of(row) == Status.PENDING


@both_kinds
def test_nothing_is_deleted_for_good(admin, make):
    row = make()
    response = admin.post(address(type(row), "delete", row.pk), {"post": "yes"}, follow=True)
    assert "deleted here for good" in said(response)
    assert act_on(admin, [row], "delete").status_code == 400
    assert type(row).objects.filter(pk=row.pk).exists()


@both_kinds
def test_nothing_is_added_by_hand(admin, make):
    assert admin.get(address(type(make()), "add")).status_code == 403


def test_a_post_may_still_go_with_its_discussion(admin):
    post = make_post()
    make_comment(parent=make_comment(post))
    make_trackback(post)
    admin.post(reverse("admin:blog_post_delete", args=[post.pk]), {"post": "yes"})
    assert not Comment.objects.exists()
    assert not Trackback.objects.exists()


def test_a_change_in_the_queue_is_on_the_page_at_the_next_request(admin):

    comment = make_comment(status=Status.PENDING, text="Seen by everybody?")
    reader = Client()
    url = comment.post.get_absolute_url()
    assert "Seen by everybody?" not in reader.get(url).content.decode()
    moderate(admin, comment, "approve")
    assert "Seen by everybody?" in reader.get(url).content.decode()
    moderate(admin, comment, "remove")
    assert "Seen by everybody?" not in reader.get(url).content.decode()
