"""Headers by which the page of an open post tells where it takes links."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import SiteSettings
from tests.factories import make_page, make_post, make_user

pytestmark = pytest.mark.django_db


def announced(client, path, method="get"):
    response = getattr(client, method)(path)
    assert response.status_code == 200
    return response.get("Link"), response.get("X-Pingback")


BOTH = ('<http://testserver/webmention/>; rel="webmention"', "http://testserver/xmlrpc.php")
NONE = (None, None)


@pytest.mark.parametrize("method", ["get", "head"])
def test_an_open_post_and_an_open_page_announce_both(client, method):
    assert announced(client, make_post().get_absolute_url(), method) == BOTH
    assert announced(client, make_page().get_absolute_url(), method) == BOTH


def test_headers_and_elements_name_the_same(client):
    html = client.get(make_post().get_absolute_url()).content.decode()
    assert '<link rel="webmention" href="http://testserver/webmention/">' in html
    assert '<link rel="pingback" href="http://testserver/xmlrpc.php">' in html
    assert html.count("<rdf:RDF") == 1


def test_a_closed_post_announces_nothing(client):
    post = make_post(linkbacks_allowed=False)
    assert announced(client, post.get_absolute_url()) == NONE
    html = client.get(post.get_absolute_url()).content.decode()
    assert 'rel="webmention"' not in html
    assert 'rel="pingback"' not in html
    assert "rdf:RDF" not in html


def test_the_switch_of_the_site_and_the_age_close_old_posts_too(client):
    old = make_post(published_at=timezone.now() - timedelta(days=40))
    SiteSettings.objects.update_or_create(pk=1, defaults={"close_after_days": 30})
    assert announced(client, old.get_absolute_url()) == NONE
    assert announced(client, make_post().get_absolute_url()) == BOTH
    SiteSettings.objects.update(linkbacks_open=False)
    assert announced(client, make_post().get_absolute_url()) == NONE


def test_nothing_but_the_page_of_a_post_announces_anything(client):
    post = make_post()
    for path in ("/", "/archive/", "/feed/", "/search/?q=post", "/webmention/"):
        assert announced(client, path) == NONE
    client.force_login(make_user(is_staff=True))
    assert announced(client, post.get_preview_url()) == NONE
    private = make_post(status="private")
    assert announced(client, private.get_absolute_url()) == NONE
