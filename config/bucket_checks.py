"""System checks of MEDIA_STORAGE: is it installed, does it take files, do readers get them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from blog.site import url_in_bucket
from blog.web.exchange import Bounds, FetchError, Request
from blog.web.http import fetch

_WORDS = b"Rejoinder looks whether files can be kept here.\n"
_LONGEST_REASON = 300


class BucketFailed(Exception):
    """What the service said, in one line."""


@register
def check_what_speaks_to_the_bucket(**_) -> Iterator[CheckMessage]:
    if settings.MEDIA_BUCKET_URL and not _is_installed():
        yield Error(
            "MEDIA_STORAGE names a bucket, and the library that speaks to it is not installed.",
            hint="Run: python3 config/install.py --s3",
            id="site.E010",
        )


@register(Tags.security)
def check_address_of_the_bucket(**_) -> Iterator[CheckMessage]:
    if settings.SITE_IS_HTTPS and settings.MEDIA_BUCKET_URL.startswith("http://"):
        yield Warning(
            "The site is https and its pictures are not: browsers do not show them.",
            hint="Name an https address of the bucket: MEDIA_STORAGE=…&url=https://media.example.com",
            id="site.W006",
        )


@register(deploy=True)
def check_the_bucket(**_) -> Iterator[CheckMessage]:
    """Only on demand: it keeps a file in the bucket for a moment, and asks for it as readers do."""
    if not settings.MEDIA_BUCKET_URL or not _is_installed():
        return
    try:
        with file_in_bucket() as url:
            reason = _why_hidden(url)
    except BucketFailed as failure:
        yield Error(
            f"The bucket of MEDIA_STORAGE cannot be used: {failure}",
            hint="Look at its name, region, key and secret; the key must be allowed to read, write "
            "and delete.",
            id="site.E011",
        )
        return
    if reason:
        yield Warning(
            f"Readers do not get what is in the bucket of MEDIA_STORAGE: {reason}",
            hint="Let anybody read it, or name where they find it: &url=https://media.example.com. "
            "A private address must be in FETCH_ALLOW_HOSTS to be looked at.",
            id="site.W007",
        )


def bucket_failure() -> str:
    """Say why the bucket cannot be written; empty if it can, or if there is none to be."""
    if not settings.MEDIA_BUCKET_URL:
        return ""
    if not _is_installed():
        return "the library that speaks to it is not installed (python3 config/install.py --s3)"
    try:
        with file_in_bucket():
            return ""
    except BucketFailed as failure:
        return str(failure)


@contextmanager
def file_in_bucket() -> Iterator[str]:
    """Keep a small file in the bucket meanwhile; yield its address. Raises BucketFailed."""
    name = f"check-{secrets.token_hex(8)}.txt"
    with _in_one_line():
        default_storage.save(name, ContentFile(_WORDS))
    yield url_in_bucket(name)
    with _in_one_line():
        default_storage.delete(name)


@contextmanager
def _in_one_line() -> Iterator[None]:
    from boto3.exceptions import Boto3Error  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError, OSError) as error:
        raise BucketFailed(" ".join(str(error).split())[:_LONGEST_REASON]) from error


def _why_hidden(url: str) -> str:
    try:
        response = fetch(Request(url, "a look at uploaded files"), Bounds(media_types=()))
    except FetchError as error:
        return str(error)
    return "" if response.body == _WORDS else f"{url} is answered with {response.status}."


def _is_installed() -> bool:
    return find_spec("storages") is not None and find_spec("boto3") is not None
