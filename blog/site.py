"""Pure: absolute addresses of this site, and whether an address is one of them."""

from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

_PORTS = {"http": 80, "https": 443}


def absolute_url(path: str) -> str:
    return _joined(settings.SITE_URL + "/", path)


@lru_cache(maxsize=4096)
def _joined(base: str, path: str) -> str:
    """Remembered, since the page of a post names its address a dozen times."""
    return urljoin(base, path)


def own_path(url: str) -> str | None:
    """Return the path (with query) of `url` on this site, or None where it is another site's.

    http and https count as the same site, since old links keep the old scheme.
    """
    try:
        there, here = urlsplit(url), urlsplit(settings.SITE_URL)
        if there.scheme not in _PORTS or there.hostname != here.hostname:
            return None
        if _port(there) != _port(here) and {there.port, here.port} != {None}:
            return None
    except ValueError:
        return None
    return (there.path or "/") + (f"?{there.query}" if there.query else "")


def url_in_bucket(path: str) -> str:
    """Return where readers find the uploaded file `path`, which is kept in a bucket.

    Raises ValueError for a path that could lead out of it: others' buckets may be beside it.
    """
    if {"", ".", ".."} & set(path.split("/")):
        raise ValueError("not the path of a file")
    return settings.MEDIA_BUCKET_URL + quote(path, safe="/~")


def _port(parts) -> int | None:
    return parts.port or _PORTS.get(parts.scheme)
