"""What a reader sees when something is not there or has broken: the theme, and a way on."""

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client

from blog.current import site_settings
from blog.services.publishing import delete_post
from tests.factories import make_post
from tests.pages.reading import Read, read

ODD = ["/nowhere/", "/no/where/at/all/", "/2009/", "/%00/", "/%ff%fe/", "/a%0d%0aX-Evil:1/",
       "/<script>/", "/%E2%80%AE/", "/" + "x" * 3000 + "/", "/.env", "/wp-login.php", "/..%2f..%2f",
       "//evil.example/x/", "/%2e%2e/", "/a b/", "/🎈/", "/comments/0/", "/comments/999999999/",
       "/comments/9999999999999999999999/", "/comments/receipt/forged/", "/comments/receipt/a%00b/",
       "/comments/post/999999999/", "/comments/999999999/reply/"]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("address", ODD)
def test_an_address_of_nothing_gets_the_page_for_that(client, address):
    page = read(client, address, 404)
    assert page.texts("h1") == ["There is no page at this address."]
    assert page.all("form", role="search")
    assert page.meta("robots") == "noindex"
    assert not page.all("link", rel="canonical")


@pytest.mark.django_db
def test_the_address_of_a_deleted_post_says_that_it_is_gone(client):
    post = make_post()
    address = post.get_absolute_url()
    delete_post(post)
    page = read(client, address, 410)
    assert page.texts("h1") == ["What was here is gone."]
    assert page.all("form", role="search")
    assert page.meta("robots") == "noindex"
    assert not page.all("link", rel="webmention")


@pytest.mark.django_db
def test_the_page_for_nothing_is_dressed_in_the_theme(client):
    row = site_settings()
    row.title = "Quiet hours"
    row.save()
    page = read(client, "/nowhere/", 404)
    assert page.texts("title") == ["Not found · Quiet hours"]
    assert "/static/blog/theme.css" in page.html


@pytest.mark.django_db
def test_a_slash_is_never_added_towards_another_site(client):
    response = client.get("//evil.example/x")
    assert response.get("Location", "").startswith("//") is False


def broken_page(settings):
    settings.ROOT_URLCONF = "tests.pages.broken_urls"
    response = Client(raise_request_exception=False).get("/broken/")
    assert response.status_code == 500
    return Read(response)


@pytest.mark.django_db
def test_a_page_that_breaks_says_so_in_the_theme_and_betrays_nothing(settings):
    page = broken_page(settings)
    assert page.texts("h1") == ["Something broke on our side."]
    assert page.meta("robots") == "noindex"
    assert "/static/blog/theme.css" in page.html
    assert "secret" not in page.html
    assert "Traceback" not in page.html


@pytest.mark.django_db
def test_the_page_for_breakdowns_needs_no_database(settings):
    def refuse(*_):
        raise DatabaseError

    with connection.execute_wrapper(refuse):
        assert broken_page(settings).texts("h1") == ["Something broke on our side."]
        settings.ROOT_URLCONF = "config.urls"
        response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert Read(response).texts("h1") == ["Something broke on our side."]


@pytest.mark.django_db
def test_a_form_larger_than_anything_taken_says_so_in_the_theme(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = client.post("/admin/login/", {"username": "a" * 200})
    assert response.status_code == 400
    page = Read(response)
    assert page.texts("h1") == ["This request was not understood."]
    assert page.meta("robots") == "noindex"
    assert "/static/blog/theme.css" in page.html


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_blog_whose_database_is_away_says_when_to_come_again(error):
    def refuse(*_):
        raise error("secret: connection refused")

    browser = Client(raise_request_exception=False)
    with connection.execute_wrapper(refuse):
        response = browser.get("/")
        sent = browser.post("/comments/post/1/", {"body": "Words"})
    for answer in (response, sent):
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert answer["Cache-Control"] == "no-store"
    page = Read(response)
    assert page.texts("h1") == ["This blog is away for a moment."]
    assert page.meta("robots") == "noindex"
    assert "/static/blog/theme.css" in page.html
    assert "secret" not in page.html
    assert browser.get("/").status_code == 200
