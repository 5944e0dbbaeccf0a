"""The address to which other blogs send trackbacks."""

import pytest

from tests.factories import make_page, make_post

pytestmark = pytest.mark.django_db


def address(post):
    return f"{post.get_absolute_url()}trackback/"


def test_a_reader_who_comes_to_the_address_is_led_to_the_trackbacks(client):
    post = make_post()
    response = client.get(address(post))
    assert response.status_code == 302
    assert response["Location"] == f"{post.get_absolute_url()}#trackbacks"


def test_the_address_of_a_page_leads_to_its_trackbacks_too(client):
    page = make_page()
    assert client.get(f"/trackback/{page.pk}/")["Location"] == (
        f"{page.get_absolute_url()}#trackbacks"
    )


@pytest.mark.parametrize("path", ["/2026/02/31/x/trackback/", "/2026/02/03/x/trackback/",
                                  "/trackback/999999999/", "/0000/00/00/x/trackback/"])  # fmt: skip
def test_an_address_of_no_post_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_draft_cannot_be_told_from_nothing(client):
    post = make_post(status="private")
    assert client.get(address(post)).status_code == 404
