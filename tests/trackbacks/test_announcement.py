"""What a post tells other blogs of its addresses."""

import pytest

from blog.models import Redirect
from tests.factories import make_page, make_post
from trackbacks.announcement import address_test, permalink, trackback_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(settings):
    settings.SITE_URL = "https://blog.example.org"
    return make_post(slug="über-uns")


def test_trackbacks_go_to_an_address_below_the_post(post):
    assert trackback_url(post) == f"{permalink(post)}trackback/"
    assert permalink(post).startswith("https://blog.example.org/")


def test_trackbacks_to_a_page_have_an_address_that_no_page_can_take(post):
    page = make_page()
    assert trackback_url(page) == f"https://blog.example.org/trackback/{page.pk}/"


@pytest.mark.parametrize(
    "spell",
    [
        lambda url: url,
        lambda url: url.rstrip("/"),
        lambda url: f"{url}#comments",
        lambda url: url.replace("https:", "http:"),
        lambda url: url.replace("blog.example.org", "Blog.Example.Org:443"),
        lambda url: url.replace("%C3%BC", "ü"),
        lambda url: url.replace("%C3%BC", "%c3%bc"),
    ],
)
def test_the_address_is_known_in_every_spelling(post, spell):
    assert address_test(post)(spell(permalink(post)))


@pytest.mark.parametrize(
    "spell",
    [
        lambda url: "",
        lambda url: "https://blog.example.org/",
        lambda url: f"{url}more/",
        lambda url: f"{url}?page=2",
        lambda url: url.replace("blog.example.org", "other.example.org"),
        lambda url: url.replace("blog.example.org", "blog.example.org:8443"),
        lambda url: url.replace("https://", "https://other.example/?"),
        lambda url: url.replace("https:", "ftp:"),
        lambda url: "https://[broken",
    ],
)
def test_any_other_address_is_not(post, spell):
    assert not address_test(post)(spell(permalink(post)))


def test_the_addresses_that_a_post_has_left_are_known(post):
    Redirect.objects.create(path="/2009/09/28/old/", post=post)
    Redirect.objects.create(path="/2009/09/28/others/", post=make_post())
    is_address = address_test(post)
    assert is_address("https://blog.example.org/2009/09/28/old")
    assert not is_address("https://blog.example.org/2009/09/28/others/")
