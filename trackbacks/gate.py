"""Turns strangers' claims away before any middleware runs, once they have used up their limit.

A flood from everywhere then costs a fraction of a request, and no query.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation

from blog.web.addresses import host_and_target
from trackbacks import intake
from trackbacks.protocols.pingback import Fault
from trackbacks.services import TooManyLinkbacks
from trackbacks.views import LinkbackView, is_oversized

Environ = dict[str, Any]


def refusal(environ: Environ) -> HttpResponse | None:
    """Return the answer to a claim that is refused whatever else it says; None for all the rest.

    Told to wait is also who names a closed post, a page that is known or nothing that can be read,
    and who asks for the methods: to tell them apart would cost what a flood must not. As in
    services.receive, what is known already is refused like what is new. Whoever names a page of a
    site that the author trusts is let through, with the body as it was.
    """
    if environ["REQUEST_METHOD"] != "POST":
        return None
    seconds = intake.strangers.seconds_to_wait()
    if not seconds:
        return None
    view = _view(environ)
    if view is None or _may_be_trusted(view, environ):
        return None
    with translation.override(settings.LANGUAGE_CODE):
        return view.told_to_wait(TooManyLinkbacks(seconds))


def _view(environ: Environ) -> type[LinkbackView] | None:
    """By the site's own router, so that no second list of addresses can differ from it."""
    try:
        view = getattr(resolve(get_path_info(environ)).func, "view_class", None)
    except Resolver404:
        return None
    return view if isinstance(view, type) and issubclass(view, LinkbackView) else None


def _may_be_trusted(view: type[LinkbackView], environ: Environ) -> bool:
    """Is the site of the page that is named one of those of which the author trusts anything?

    Nothing is read where there is none: then nobody can hold a thread by sending slowly.
    """
    if not intake.strangers.trusted_hosts:
        return False
    try:
        source = view.source_in(_body(environ), environ.get("CONTENT_TYPE", ""))
        return host_and_target(source)[0] in intake.strangers.trusted_hosts
    except (ValueError, Fault):
        return False


def _body(environ: Environ) -> bytes:
    """Return what was sent, and leave it for whoever reads it next; empty where it is too long."""
    length = environ.get("CONTENT_LENGTH", "")
    if not length.isdecimal() or is_oversized(length):
        return b""
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    return body
