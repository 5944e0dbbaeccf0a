"""Whether a form was sent from a page of this site, without a token in pages that are cached."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

_PORTS = {"http": 80, "https": 443}


def comes_from(headers: Mapping[str, str], ours: Collection[str]) -> bool:
    """Do a browser's headers say that a form was on one of the origins `ours`?

    Sec-Fetch-Site decides where a browser sends it (Fetch Metadata, section 2.3); else Origin,
    then Referer. What says nothing at all is refused: every browser says one of the three.
    """
    if "Sec-Fetch-Site" in headers:
        return headers["Sec-Fetch-Site"] == "same-origin"
    said = headers.get("Origin") or headers.get("Referer") or ""
    return origin_of(said) in {origin_of(origin) for origin in ours} - {None}


def origin_of(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of a web address; None for anything else, as for "null"."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname else None


def has_session(request: HttpRequest) -> bool:
    """Pages for these requests are never cached, so that their forms hold a token."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def is_forged(request: HttpRequest) -> bool:
    """May this POST have been made by a page of somebody else?"""
    if has_session(request):
        return _TokenCheck(HttpResponse).process_view(request, HttpResponse, (), {}) is not None
    ours = (f"{request.scheme}://{request.get_host()}", settings.SITE_URL)
    return not comes_from(request.headers, ours)


class _TokenCheck(CsrfViewMiddleware):
    """Django's full check that answers with the reason instead of a page without the text."""

    def _reject(self, request, reason):
        return reason
