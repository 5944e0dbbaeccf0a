"""What is asked of another server and what comes back."""

import pytest

from blog.web.exchange import FetchRefused, Request, Response, redirected


def response(body=b"", status=200, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response("https://other.example/", status, named, body)


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        ("text/html; charset=koi8-r", "Привет".encode("koi8-r"), "Привет"),
        ('text/html;x=y; CHARSET="Shift_JIS"', "日本語".encode("shift_jis"), "日本語"),
        ("text/html; charset=utf-7", b"+ADw-script+AD4-", "+ADw-script+AD4-"),
        ("text/html", "café".encode(), "café"),
        ("text/html", "café".encode("latin-1"), "café"),
        ("text/html; charset=koi8-r", "\ufeffcafé".encode(), "café"),
    ],
)
def test_text_is_read_in_the_charset_of_the_page(content_type, body, text):
    assert response(body, content_type=content_type).text == text


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        ('<meta charset="koi8-r">', "koi8-r"),
        ("<META content='text/html; charset=koi8-r' http-equiv=Content-Type>", "koi8-r"),
        ("<meta name=a><meta charset = koi8-r >", "koi8-r"),
        ("<meta charset=utf-16>", "utf-8"),
        ("<meta charset=unicode_escape>", "utf-8"),
        ("<p>charset=koi8-r", "utf-8"),
        (f"{' ' * 1100}<meta charset=koi8-r>", "utf-8"),
    ],
)
def test_a_page_may_say_itself_in_what_charset_it_is(head, charset):
    page = f"{head}<p>Привет"
    assert response(page.encode(charset), content_type="text/html").text == page
    named = response(page.encode(), content_type="text/html; charset=utf-8")
    assert named.text == page, "the header counts more"


def test_a_redirect_is_one_only_with_a_place_to_go():
    assert response(status=302, location="/a").is_redirect
    assert not response(status=302).is_redirect
    assert not response(status=200, location="/a").is_redirect


def test_a_redirect_is_read_from_where_it_stands():
    request = Request("https://other.example/a/b", "a test")
    for location, url in [
        ("c", "https://other.example/a/c"),
        ("/c", "https://other.example/c"),
        ("//third.example/", "https://third.example/"),
        ("/Ã¤", "https://other.example/ä"),
        ("/ä", "https://other.example/ä"),
        ("/日", "https://other.example/日"),
    ]:
        assert redirected(request, response(status=301, location=location)).url == url


def test_a_redirect_to_no_address_is_refused():
    request = Request("https://other.example/a/b", "a test")
    with pytest.raises(FetchRefused):
        redirected(request, response(status=301, location="http://[::1"))
