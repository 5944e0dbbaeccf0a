"""MEDIA_STORAGE: taken apart strictly, and never repeated in an error."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.bucket import bucket_of


def test_no_bucket_is_named():
    assert bucket_of("") is None


def test_a_bucket_with_its_key_and_region():
    found = bucket_of("s3://AK:a%2Fb%40c@s3.example.com/my-blog?region=eu-central-1")
    assert found.options["endpoint_url"] == "https://s3.example.com"
    assert found.options["bucket_name"] == "my-blog"
    assert (found.options["access_key"], found.options["secret_key"]) == ("AK", "a/b@c")
    assert found.options["region_name"] == "eu-central-1"
    assert found.url == "https://s3.example.com/my-blog/"


def test_a_folder_in_it_and_a_port_without_tls():
    found = bucket_of("s3+http://AK:s@10.0.0.5:9000/my-blog/media/of-ann/")
    assert found.options["endpoint_url"] == "http://10.0.0.5:9000"
    assert found.options["location"] == "media/of-ann"
    assert found.url == "http://10.0.0.5:9000/my-blog/media/of-ann/"


def test_readers_may_find_the_files_elsewhere():
    found = bucket_of("s3://AK:s@s3.example.com/my-blog/media?url=https://m.example.com")
    assert found.url == "https://m.example.com/media/"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://AK:TOPSECRET@s3.example.com/my-blog", "begins neither with s3://"),
        ("TOPSECRET", "begins neither"),
        ("s3://AK@s3.example.com/TOPSECRET-blog", "key, secret or host is missing"),
        ("s3://AK:TOPSECRET@/my-blog", "key, secret or host is missing"),
        ("s3://:TOPSECRET@s3.example.com/my-blog", "key, secret or host is missing"),
        ("s3://AK:TOPSECRET@s3.example.com", "no fit name"),
        ("s3://AK:TOPSECRET@s3.example.com/My_Blog", "no fit name"),
        ("s3://AK:TOPSECRET@s3.example.com/my-blog/a;b", "no fit name"),
        ("s3://AK:TOPSECRET@s3.example.com/my-blog?regoin=TOPSECRET", "?regoin= means nothing"),
        ("s3://AK:TOPSECRET@s3.example.com/my-blog?url=m.example.com", "url= is not"),
        ("s3://AK:TOPSECRET@s3.example.com/my-blog?url=https://m.example.com/;a", "url= is not"),
        ("s3://AK:TOPSECRET@s3.example.com:TOPSECRET/my-blog", "it is no address"),
        ("s3://AK:TOP/SECRET@s3.example.com/my-blog", "key, secret or host is missing"),
        ("s3://AK:TOPSECRET@[s3.example.com/my-blog", "it is no address"),
    ],
)
def test_a_slip_of_the_pen_is_refused_without_repeating_the_secret(url, reason):
    with pytest.raises(ImproperlyConfigured) as refused:
        bucket_of(url)
    assert reason in str(refused.value)
    assert "SECRET" not in str(refused.value)
    assert refused.value.__cause__ is None
