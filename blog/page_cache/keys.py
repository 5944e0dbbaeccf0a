"""Under which key a page is kept: all of a request that it may depend on, and nothing else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host
from django.utils.translation import get_language_from_request


class Key(NamedTuple):
    """`scheme`: what decides whether the reader used https."""

    path: str
    query: str
    host: str
    language: str
    scheme: tuple[str, ...]


# What other sites hang on links to see who follows them; no page of ours reads it.
_TRACKING = re.compile(
    r"(utm_\w+|mtm_\w+|_hs\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|igsh|"
    r"mc_cid|mc_eid|srsltid|ref_src|_ga|_gl)(=[^&]*)?",
    re.ASCII,
)
# One parameter with a plain value: whatever else is asked for is made anew each time.
_PLAIN = re.compile(r"[a-z]{1,12}=[a-z0-9]{1,12}", re.ASCII)


def key_of(environ: dict[str, Any]) -> Key | None:
    """Return the key of the page that is asked for; None where no kept page may answer."""
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("SCRIPT_NAME"):
        return None
    path = environ["PATH_INFO"]
    if path.startswith(_kept_elsewhere()) or _is_known(environ.get("HTTP_COOKIE")):
        return None
    query = environ.get("QUERY_STRING", "")
    if query:
        query = without_tracking(query)
        if query and not _PLAIN.fullmatch(query):
            return None
    host = _host(environ.get("HTTP_HOST", ""))
    if not host:
        return None
    language = _language(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    return Key(path, query, host, language, _scheme(environ))


def without_tracking(query: str) -> str:
    return "&".join(part for part in query.split("&") if not _TRACKING.fullmatch(part))


@lru_cache(maxsize=1)
def _kept_elsewhere() -> tuple[str, ...]:
    """Files, which are never held in memory, and pages of accounts."""
    return (settings.STATIC_URL, settings.MEDIA_URL, "/admin/")


def _is_known(cookies: str | None) -> bool:
    """May the page be another one for who brings these cookies?"""
    if not cookies:
        return False
    names = (settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME)
    return any(name in cookies for name in names)


@lru_cache(maxsize=256)
def _host(named: str) -> str:
    """The name of the site that is asked, empty where it is none of ours."""
    domain, _port = split_domain_port(named)
    return domain if domain and validate_host(domain, settings.ALLOWED_HOSTS) else ""


@lru_cache(maxsize=1024)
def _language(accepted: str) -> str:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    return get_language_from_request(request)


def _scheme(environ: dict[str, Any]) -> tuple[str, ...]:
    """As this server saw it, and as a proxy told it where one is trusted to."""
    told = environ.get("HTTP_X_FORWARDED_PROTO", "") if settings.TRUSTED_PROXIES else ""
    return (environ["wsgi.url_scheme"], told, environ.get("REMOTE_ADDR", "") if told else "")
