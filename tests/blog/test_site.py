"""Which addresses are this site's own."""

import pytest

from blog.site import absolute_url, own_path


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://blog.example.com"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://blog.example.com/2009/09/28/x/", "/2009/09/28/x/"),
        ("http://blog.example.com/x/", "/x/"),
        ("https://BLOG.example.com:443/x/?page=2#c", "/x/?page=2"),
        ("https://blog.example.com", "/"),
        ("https://example.com/x/", None),
        ("https://blog.example.com.evil.example/x/", None),
        ("https://blog.example.com:8443/x/", None),
        ("ftp://blog.example.com/x/", None),
        ("https://[broken/x/", None),
        ("https://blog.example.com:99999/", None),
        ("/x/", None),
    ],
)
def test_own_path(url, path):
    assert own_path(url) == path


def test_absolute_url_joins_the_site_and_a_path():
    assert absolute_url("/2009/09/28/x/") == "https://blog.example.com/2009/09/28/x/"


def test_absolute_url_follows_the_settings(settings):
    assert absolute_url("/x/") == "https://blog.example.com/x/"
    settings.SITE_URL = "http://other.example:8000"
    assert absolute_url("/x/") == "http://other.example:8000/x/"
