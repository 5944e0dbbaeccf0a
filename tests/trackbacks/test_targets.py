"""Which post an address of this site names."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Redirect
from tests.factories import make_page, make_post
from trackbacks.announcement import permalink
from trackbacks.targets import find_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("change", ["", "#comments", "?utm=x", "?utm=x#a"])
def test_a_post_is_found_by_its_address(change):
    post = make_post()
    assert find_post(permalink(post) + change) == post
    assert find_post(permalink(post).rstrip("/") + change) == post
    assert find_post(permalink(post).replace("http:", "https:") + change) == post


def test_a_page_is_found_by_its_address():
    page = make_page()
    assert find_post(permalink(page)) == page


def test_a_post_is_found_by_its_number_and_where_it_once_was():
    post = make_post()
    for short in (f"/?p={post.pk}", f"/archives/{post.pk}"):
        assert find_post(f"http://testserver{short}") == post
    Redirect.objects.create(path="/2009/09/28/old-slug/", post=post)
    assert find_post("http://testserver/2009/09/28/old-slug/") == post


def test_nobody_learns_of_what_is_not_published():
    tomorrow = timezone.now() + timedelta(days=1)
    for post in (make_post(status="draft", slug="x"), make_post(status="private"),
                 make_post(published_at=tomorrow)):  # fmt: skip
        assert find_post(permalink(post)) is None
        assert find_post(f"http://testserver/?p={post.pk}") is None


@pytest.mark.parametrize(
    "url",
    ["", "words", "http://testserver/", "http://testserver/nowhere/", "http://testserver/admin/",
     "http://testserver/9999/99/99/x/", "http://testserver/?p=", "http://testserver/?p=0",
     "http://testserver/?p=99999999999999999999", "http://testserver/?p=x", "http://[::1/",
     "http://testserver/\x00/", "http://testserver/%00/", "http://testserver/2009/09/28/%00/",
     "http://testserver/?p=\u0661", "http://testserver/2009/09/28/%FF/"],
)  # fmt: skip
def test_what_names_no_post_finds_none(url):
    make_post()
    assert find_post(url) is None


def test_another_site_has_none_of_our_posts():
    post = make_post()
    assert find_post(f"http://other.example{post.get_absolute_url()}") is None
