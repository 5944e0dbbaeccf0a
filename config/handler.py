"""The door through which every request comes in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from blog.page_cache.figures import Figures, own_place
from blog.page_cache.serving import PageCache
from blog.page_cache.versions import versions_of_database
from trackbacks.gate import refusal


class Request(WSGIRequest):
    """Bears a Content-Type whose charset decodes no text, such as hex, and reads UTF-8 then.

    Django would fail before any middleware or error page could answer.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except (LookupError, ValueError, SuspiciousOperation):
            # Too many parameters are refused when they are asked for: a page can answer then.
            self._encoding = None


class Handler(WSGIHandler):
    request_class = Request


def cached(application: WSGIApplication) -> WSGIApplication:
    """Answer in front of `application` with the pages that are kept, where any may be."""
    if settings.DEBUG or not settings.PAGE_CACHE_MB:
        return application
    figures = Figures(place=own_place())
    return PageCache(application, versions_of_database(), settings.PAGE_CACHE_MB * 2**20, figures)


def gated(application: WSGIApplication) -> WSGIApplication:
    """Answer a flood of claims in front of `application`, which would cost readers their time."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        refused = refusal(environ)
        if refused is None:
            return application(environ, start_response)
        refused["Content-Length"] = str(len(refused.content))
        refused["X-Content-Type-Options"] = "nosniff"
        status = f"{refused.status_code} {refused.reason_phrase}"
        start_response(status, list(refused.items()))
        # Closing the response itself would tell Django that a request of its own is over.
        return [refused.content]

    return answer
