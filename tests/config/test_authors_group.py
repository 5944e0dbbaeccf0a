"""The group for staff who write and no more."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from blog.models import Post
from config.firstrun import AUTHORS, make_authors_group
from tests.factories import make_post, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    """Staff whose only right is to be in the group, logged in."""
    make_authors_group()
    user = make_user("grace", is_staff=True, is_superuser=False)
    user.groups.add(Group.objects.get(name=AUTHORS))
    client.force_login(user)
    return user


def test_a_member_writes_and_previews_posts_of_her_own(client, member):
    typed = {"title": "A walk", "body": "", "markup": "markdown", "status": "draft", "excerpt": "",
             "published_at": "", "tags": "oaks", "slug": ""}  # fmt: skip
    response = client.post(reverse("admin:blog_post_add"), typed | {"_preview": "1"})
    post = Post.objects.get()
    assert post.author == member
    assert response["Location"] == post.get_preview_url()
    assert client.get(post.get_preview_url()).status_code == 200


@pytest.mark.parametrize(
    "name", ["comments_comment", "trackbacks_trackback", "auth_user", "blog_sitesettings"]
)
def test_the_rest_of_the_admin_stays_closed_to_her(client, member, name):
    response = client.get(reverse(f"admin:{name}_changelist"), follow=True)
    assert response.status_code == 403


def test_posts_of_others_stay_as_they_are(client, member):
    post = make_post()
    url = reverse("admin:blog_post_change", args=[post.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"title": "Mine now"}).status_code == 403


def test_what_the_owner_made_of_the_group_is_left_alone():
    make_authors_group()
    Group.objects.get(name=AUTHORS).permissions.clear()
    make_authors_group()
    assert not Group.objects.get(name=AUTHORS).permissions.exists()
