"""Takes MEDIA_STORAGE apart: in which bucket of which service uploaded files are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SCHEMES = {"s3": "https", "s3+http": "http"}
_PARAMETERS = {"region", "url"}
# What S3 allows, and no character that would end a source in the Content-Security-Policy.
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", re.ASCII)
_PUBLIC = re.compile(r"https?://[a-z0-9.-]+(:\d+)?(/[\w.~-]+)*", re.ASCII | re.IGNORECASE)
_FOLDERS = re.compile(r"([\w.~-]+(/[\w.~-]+)*)?", re.ASCII)
# A browser may keep a file as long as one of DATA_DIR.
_KEPT = "public, max-age=2592000"
_FORM = (
    "Write s3://key:secret@host/bucket?region=eu-central-1, or s3+http:// for a service without TLS"
)


@dataclass(frozen=True)
class Bucket:
    """`options`: of the storage. `url`: below which readers find the files, with a slash."""

    options: dict[str, Any]
    url: str


def bucket_of(text: str) -> Bucket | None:
    """Return the bucket that MEDIA_STORAGE names, None where it names none.

    Raises ImproperlyConfigured with a sentence that repeats none of it: there is a secret in it.
    """
    if not text:
        return None
    parts = _split(text)
    name, _, folders = parts.path.strip("/").partition("/")
    wanted = _parameters(parts.query)
    if not _BUCKET.fullmatch(name) or not _FOLDERS.fullmatch(folders):
        raise _refused("the bucket, or the folder in it, has no fit name")
    endpoint = f"{_SCHEMES[parts.scheme]}://{parts.netloc.rpartition('@')[2]}"
    url = wanted.get("url", f"{endpoint}/{name}").rstrip("/")
    if not _PUBLIC.fullmatch(url):
        raise _refused("url= is not the absolute address of a place, such as https://m.example.com")
    options = {
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": name,
        "location": folders,
        "endpoint_url": endpoint,
        "region_name": wanted.get("region", "us-east-1"),
        "object_parameters": {"CacheControl": _KEPT},
    }
    return Bucket(options, f"{url}/{folders}/" if folders else f"{url}/")


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        is_whole = parts.hostname and parts.username and parts.password and parts.port != 0
    except ValueError as error:
        # Not `from error`: its words repeat what could not be read.
        raise _refused(f"it is no address ({type(error).__name__})") from None
    if parts.scheme not in _SCHEMES:
        raise _refused("it begins neither with s3:// nor with s3+http://")
    if not is_whole:
        raise _refused("key, secret or host is missing")
    return parts


def _parameters(query: str) -> dict[str, str]:
    found = {name: values[-1] for name, values in parse_qs(query).items()}
    if unknown := found.keys() - _PARAMETERS:
        raise _refused(f"?{min(unknown)}= means nothing here")
    return found


def _refused(reason: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"MEDIA_STORAGE cannot be read: {reason}. {_FORM}; / and @ in a secret are %2F and %40."
    )
