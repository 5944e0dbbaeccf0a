"""How long browsers and proxies may keep what everybody may read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import conditional_page

from blog.page_cache.marks import mark, mark_of

GetResponse = Callable[[HttpRequest], HttpResponse]
Response = TypeVar("Response", bound=HttpResponseBase)


_NOBODY: dict[str, Any] = {"private": True, "no_store": True}


def _everybody() -> dict[str, Any]:
    """Not `no-cache`, which says the same: many shared caches then keep nothing."""
    shared = settings.SHARED_CACHE_SECONDS
    return {"max_age": 0, "must_revalidate": True, "public": True} | (
        {"s_maxage": shared} if shared else {}
    )


def silent_is_not_kept(get_response: GetResponse) -> GetResponse:
    """A middleware: what says nothing of being kept, such as a refusal or a redirect, is not.

    By themselves caches keep a 404 or a 301 for a while, longer than it may be true.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, **_NOBODY)
        return response

    return middleware


def always_asked_again(view: Callable[..., Response]) -> Callable[..., Response]:
    """Let a page be kept, but ask for it again each time: a new comment is seen at once.

    Caches that many readers share may do without for settings.SHARED_CACHE_SECONDS.

    Whoever has the page as it is gets 304 (RFC 9110, section 13). A page that was made for a
    session is kept by nobody. What the view itself said about caching stands, and
    so does what it said that the page shows; else it is taken to show posts and what is said there.
    """

    @conditional_page
    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> Response:
        response = view(request, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
            patch_cache_control(response, **(_NOBODY if has_session else _everybody()))
            patch_vary_headers(response, ["Cookie"])
            if not has_session and not mark_of(request.META):
                mark(request)
        return response

    return wrapped
