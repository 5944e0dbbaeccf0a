"""What whoever may write, but not everything, sees and does in the admin."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from blog.models import Post
from tests.blog.admin.asking import bulk, messages
from tests.factories import make_post, make_user

ADD = reverse("admin:blog_post_add")
LIST = reverse("admin:blog_post_changelist")
pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    """Staff with the permissions on posts alone."""
    user = make_user("grace", is_staff=True, is_superuser=False)
    names = ["add_post", "change_post", "delete_post", "view_post"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def writing(client, writer):
    client.force_login(writer)
    return client


def change_url(post):
    return reverse("admin:blog_post_change", args=[post.pk])


def test_a_writer_writes_under_her_own_name(writing, writer, author, typed):
    writing.post(ADD, typed(author=author.pk))
    assert Post.objects.get().author == writer


def test_she_changes_and_previews_her_own(writing, writer, typed):
    post = make_post(author=writer, status="draft")
    response = writing.post(change_url(post), typed(title="Better", _preview="1"))
    assert Post.objects.get().title == "Better"
    assert writing.get(response["Location"]).status_code == 200


def test_she_reads_and_does_not_change_what_others_wrote(writing, author, typed):
    post = make_post(author=author, title="Not hers")
    assert "Not hers" in writing.get(change_url(post)).content.decode()
    assert writing.post(change_url(post), typed()).status_code == 403
    delete = reverse("admin:blog_post_delete", args=[post.pk])
    assert writing.post(delete, {"post": "yes"}).status_code == 403
    assert Post.objects.get().title == "Not hers"


def test_bulk_changes_leave_what_others_wrote_alone(writing, writer, author):
    own, other = make_post(author=writer), make_post(author=author)
    response = bulk(writing, LIST, "back_to_draft", [own, other])
    assert Post.objects.drafts().get() == own
    assert "1 was left alone: somebody else wrote it." in messages(response)


def test_bulk_deletion_of_what_others_wrote_is_refused(writing, writer, author):
    posts = [make_post(author=writer), make_post(author=author)]
    bulk(writing, LIST, "delete_selected", posts, post="yes")
    assert Post.objects.count() == 2


def test_with_one_more_permission_she_changes_what_others_wrote(writing, writer, author, typed):
    writer.user_permissions.add(Permission.objects.get(codename="change_others_posts"))
    post = make_post(author=author)
    writing.post(change_url(post), typed(title="Mended", author=author.pk))
    again = Post.objects.get()
    assert (again.title, again.author) == ("Mended", author)


def test_whoever_may_only_look_sees_the_post(client, author):
    reader = make_user(is_staff=True, is_superuser=False)
    reader.user_permissions.set(Permission.objects.filter(codename="view_post"))
    client.force_login(reader)
    post = make_post(author=author, title="To be seen")
    page = client.get(change_url(post)).content.decode()
    assert "To be seen" in page
    assert 'name="_save"' not in page


def test_the_settings_stay_closed(writing):
    assert writing.get(reverse("admin:blog_sitesettings_change", args=[1])).status_code == 403


def test_a_new_category_needs_its_permission(writing, typed):
    assert "new_category" not in writing.get(ADD).content.decode()
    writing.post(ADD, typed(new_category="Trees"))
    assert not Post.objects.get().categories.exists()
