"""Middleware of the whole site: who the client is behind a proxy, and fixed headers."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


def proxy_middleware(get_response: GetResponse) -> GetResponse:
    """Make REMOTE_ADDR the reader's address and the scheme the one she used.

    X-Forwarded-For is read from the right, as far as trusted proxies wrote it; from anybody
    else it is a lie and ignored, and so is X-Forwarded-Proto.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if _is_trusted(request.META.get("REMOTE_ADDR", "")):
            request.META["REMOTE_ADDR"] = _client(request)
            if request.headers.get("X-Forwarded-Proto", "").strip() == "https":
                request.META["wsgi.url_scheme"] = "https"
        return get_response(request)

    return middleware


def policies_middleware(get_response: GetResponse) -> GetResponse:
    """Tell browsers what a page may load, and deny the powerful features that none uses.

    A view may set either header itself. What settings.CONTENT_SECURITY_POLICY says is written
    once, while django-csp's own middleware writes it for every answer: no page has a nonce or
    anything else of its own in it.
    """
    content = build_policy()

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # Django's own pages about errors have their style and script inside.
        if not (settings.DEBUG and response.status_code in {404, 500}):
            response.headers.setdefault("Content-Security-Policy", content)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response

    return middleware


def _client(request: HttpRequest) -> str:
    address = request.META["REMOTE_ADDR"]
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    for hop in reversed(hops):
        if not _is_address(hop):
            break
        address = hop
        if not _is_trusted(hop):
            break
    return address


def _is_trusted(address: str) -> bool:
    if not settings.TRUSTED_PROXIES or not _is_address(address):
        return False
    return any(ip_address(address) in network for network in settings.TRUSTED_PROXIES)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
