"""Uploaded files: sent as what they are, run as nothing, found in their folder alone."""

import pytest

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "2009").mkdir(parents=True)
    (settings.MEDIA_ROOT / "2009" / "a.png").write_bytes(PNG)
    (tmp_path / "secret.txt").write_text("secret")
    return settings.MEDIA_ROOT


def body_of(response):
    return b"".join(response.streaming_content)


def test_a_file_is_sent_with_its_type_and_may_be_kept(client, media):
    response = client.get("/media/2009/a.png")
    assert body_of(response) == PNG
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=2592000"


@pytest.mark.parametrize(
    ("name", "kind"), [("a.webp", "image/webp"), ("a.avif", "image/avif"), ("a.jpg", "image/jpeg")]
)
def test_pictures_have_their_types_on_every_machine(client, media, name, kind):
    (media / name).write_bytes(b"x")
    assert client.get(f"/media/{name}")["Content-Type"] == kind


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.xml", "a.js", "a.unknown"])
def test_nothing_in_a_file_may_run(client, media, name):
    (media / name).write_text("<script>alert(1)</script>")
    response = client.get(f"/media/{name}")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_has_not_changed_is_not_sent_again(client, media):
    first = client.get("/media/2009/a.png")
    asked = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get("/media/2009/a.png", headers=asked).status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["", "2009", "2009/", "none.png", "../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt",
     "2009/../../secret.txt", "/etc/passwd", "%2fetc%2fpasswd", "a%00.png", "x" * 3000,
     "%ff.png", "..\\secret.txt", "2009/a.png/b"],
)  # fmt: skip
def test_there_is_nothing_beside_the_files(client, media, path):
    response = client.get(f"/media/{path}")
    assert response.status_code in {400, 404}
    assert b"secret" not in response.content


def test_the_icon_that_browsers_ask_for_is_the_themes(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (302, "/static/blog/favicon.svg")


@pytest.fixture
def in_bucket(settings):
    settings.MEDIA_BUCKET_URL = "https://s3.example.com/my-blog/"


def test_a_file_in_a_bucket_is_found_there(client, in_bucket):
    response = client.get("/media/2009/a%20b%3F%23%25.png")
    assert response.status_code == 302
    assert response["Location"] == "https://s3.example.com/my-blog/2009/a%20b%3F%23%25.png"
    assert response["Cache-Control"] == "public, max-age=3600"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["../others/a.png", "%2e%2e/others/a.png", "a/../../others/a.png", "/a.png", "a//b", "a/"],
)
def test_the_way_leads_to_no_other_bucket(client, in_bucket, path):
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize("path", ["..%5Cothers%5Ca.png", "%252e%252e/a.png"])
def test_what_only_looks_like_a_way_out_stays_a_name(client, in_bucket, path):
    assert client.get(f"/media/{path}")["Location"] == f"https://s3.example.com/my-blog/{path}"
