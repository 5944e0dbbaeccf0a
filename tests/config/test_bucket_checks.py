"""A bucket that cannot be used is told in words: what is missing, refused or hidden."""

import logging

import pytest
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from config import bucket_checks
from config.bucket import bucket_of
from tests.s3_server import KEY, s3_server


@pytest.fixture
def server():
    with s3_server() as found:
        yield found


@pytest.fixture
def use(settings, server):
    """Call it with what is different from a MEDIA_STORAGE that is right."""

    def use(key=KEY, bucket="pictures", region="eu-central-1", place=server.place):
        found = bucket_of(f"s3+http://{key}:pa%2Fss%40w0rd@{place}/{bucket}/blog?region={region}")
        settings.MEDIA_BUCKET_URL = found.url
        settings.FETCH_ALLOW_HOSTS = [server.place]
        settings.SITE_IS_HTTPS = False
        settings.STORAGES = settings.STORAGES | {
            "default": {
                "BACKEND": "config.bucket_storage.BucketStorage",
                "OPTIONS": found.options,
            }
        }

    return use


def complaints():
    ours = {"site.E010", "site.E011", "site.W006", "site.W007"}
    found = run_checks(include_deployment_checks=True)
    return {message.id: message for message in found if message.id in ours}


def test_a_file_is_kept_as_what_it_is_below_its_folder(use, server):
    use()
    assert default_storage.save("2009/a.webp", ContentFile(b"x")) == "2009/a.webp"
    body, headers = server.files["blog/2009/a.webp"]
    assert body == b"x"
    assert headers == {"Content-Type": "image/webp", "Cache-Control": "public, max-age=2592000"}
    assert default_storage.exists("2009/a.webp")
    assert default_storage.save("2009/a.webp", ContentFile(b"y")) != "2009/a.webp"


def test_a_bucket_that_works_raises_no_question_and_keeps_nothing(use, server):
    use()
    assert complaints() == {}
    assert bucket_checks.bucket_failure() == ""
    assert [line.split()[0] for line in server.asked[:4]] == ["HEAD", "PUT", "GET", "DELETE"]
    assert server.files == {}


def test_it_is_asked_on_demand_alone(use, server):
    use()
    run_checks()
    assert server.asked == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"key": "another"}, "403"),
        ({"bucket": "nobodys"}, "NoSuchBucket"),
        ({"region": "us-east-1"}, "400"),
        ({"place": "127.0.0.1:1"}, "Could not connect"),
    ],
)
def test_a_bucket_that_refuses_is_told_with_its_reason_and_without_the_secret(
    use, caplog, wrong, reason
):
    caplog.set_level(logging.INFO)
    use(**wrong)
    [error] = complaints().values()
    assert error.id == "site.E011"
    assert reason in error.msg
    assert reason in bucket_checks.bucket_failure()
    for text in (error.msg, error.hint, caplog.text):
        assert "w0rd" not in text


def test_a_bucket_that_readers_may_not_read_is_told(use, server):
    use()
    server.is_public = False
    [warning] = complaints().values()
    assert warning.id == "site.W007"
    assert "is answered with 403" in warning.msg
    assert server.files == {}


def test_a_bucket_inside_is_looked_at_only_where_that_is_allowed(use, settings):
    use()
    settings.FETCH_ALLOW_HOSTS = []
    [warning] = complaints().values()
    assert warning.id == "site.W007"
    assert "FETCH_ALLOW_HOSTS" in warning.hint


def test_an_extra_that_is_not_installed_is_named_with_its_command(use, monkeypatch, server):
    use()
    monkeypatch.setattr(bucket_checks, "find_spec", lambda name: None)
    [error] = complaints().values()
    assert (error.id, error.hint) == ("site.E010", "Run: python3 config/install.py --s3")
    assert "install.py --s3" in bucket_checks.bucket_failure()
    assert server.asked == []


def test_pictures_without_tls_on_a_site_with_it(use, settings):
    use()
    settings.SITE_IS_HTTPS = True
    assert list(complaints()) == ["site.W006"]


def test_without_a_bucket_there_is_nothing_to_say():
    assert complaints() == {}
    assert bucket_checks.bucket_failure() == ""
