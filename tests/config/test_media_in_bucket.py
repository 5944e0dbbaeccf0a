"""A whole site whose uploaded files are in a bucket, in processes of its own."""

import json

import pytest

from tests.config.conftest import Installation
from tests.s3_server import s3_server

LOOK = """
import json, logging
from django.conf import settings
from django.test import Client
from blog.models import Post
logging.disable()
page = Client().get("/", headers={"host": "localhost"})
moved = Client().get("/media/demo/loaf.webp", headers={"host": "localhost"})
print(json.dumps({"csp": page["Content-Security-Policy"], "moved": moved["Location"]}))
"""


@pytest.fixture(scope="module")
def bucket():
    with s3_server() as server:
        yield server


@pytest.fixture
def site(tmp_path, bucket, static_files):
    """A site that nothing was done to: a first run is one but once."""
    made = Installation(
        tmp_path,
        MEDIA_STORAGE=f"s3+http://the-key:pa%2Fss%40w0rd@{bucket.place}/pictures?region=eu-central-1",
        FETCH_ALLOW_HOSTS=bucket.place,
    )
    yield made
    made.end()


def test_a_site_with_a_demonstration_keeps_its_pictures_in_the_bucket(site, bucket):
    said = site.run("firstrun", "--demo")
    assert said.returncode == 0, said.stderr
    assert bucket.files["demo/loaf.webp"][1]["Content-Type"] == "image/webp"
    assert not (site.folder / "data" / "media").exists()
    found = json.loads(site.shell(LOOK))
    assert found["moved"] == f"http://{bucket.place}/pictures/demo/loaf.webp"
    sources = dict(part.strip().split(" ", 1) for part in found["csp"].split(";") if part.strip())
    assert sources["img-src"] == f"'self' data: http://{bucket.place}/pictures/"
    assert sources["media-src"] == f"'self' http://{bucket.place}/pictures/"
    others = {
        name: value for name, value in sources.items() if name not in {"img-src", "media-src"}
    }
    assert bucket.place not in str(others)
    site.must_run("demo", "--remove")
    assert bucket.files == {}


def test_a_bucket_that_refuses_keeps_no_site_from_starting_but_its_pictures(site, bucket):
    wrong = site.environment["MEDIA_STORAGE"].replace("the-key", "another")
    said = site.run("firstrun", MEDIA_STORAGE=wrong)
    assert said.returncode == 0
    assert "Note: No file can be kept in the bucket (MEDIA_STORAGE):" in said.stdout
    said = site.run("demo", MEDIA_STORAGE=wrong)
    assert said.returncode == 1
    assert said.stderr.startswith("CommandError: Its pictures cannot be kept (MEDIA_STORAGE):")
    assert "w0rd" not in said.stderr


def test_an_address_that_cannot_be_read_is_one_sentence_without_the_secret(site):
    said = site.run("check", MEDIA_STORAGE="s3://key:pa/ssw0rd@s3.example.com/pictures")
    assert said.returncode == 1
    assert "MEDIA_STORAGE cannot be read: key, secret or host is missing" in said.stderr
    assert "w0rd" not in said.stderr
