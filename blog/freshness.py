"""How long browsers and proxies may keep what everybody may read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import conditional_page

from blog.page_cache.marks import mark, mark_of

Response = TypeVar("Response", bound=HttpResponseBase)


def always_asked_again(view: Callable[..., Response]) -> Callable[..., Response]:
    """Let a page be kept, but ask for it again each time: a new comment is seen at once.

    Whoever has the page as it is gets 304 (RFC 9110, section 13). A page that was made for a
    session is kept by nobody but its browser. What the view itself said about caching stands, and
    so does what it said that the page shows; else it is taken to show posts and what is said there.
    """

    @conditional_page
    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> Response:
        response = view(request, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
            kept_by = {"private": True} if has_session else {"public": True}
            patch_cache_control(response, no_cache=True, **kept_by)
            patch_vary_headers(response, ["Cookie"])
            if not has_session and not mark_of(request.META):
                mark(request)
        return response

    return wrapped
