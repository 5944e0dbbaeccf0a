"""Headers by which the page of an open post tells other blogs where it takes their links."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from blog.current import site_settings
from blog.models import Post
from trackbacks.announcement import is_open, pingback_url, webmention_url

# Pages of one post; what else shows one, such as a form or a preview, announces nothing.
_PAGES = {"blog:post", "blog:page", "blog:post_comments", "blog:page_comments"}


class AnnouncementMiddleware:
    """Sets Link and X-Pingback, which clients look for by HEAD before they read a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        match = request.resolver_match
        post = (response.context_data or {}).get("post")
        is_page = match is not None and match.view_name in _PAGES
        if is_page and isinstance(post, Post) and is_open(post, site_settings()):
            response["Link"] = f'<{webmention_url()}>; rel="webmention"'
            response["X-Pingback"] = pingback_url()
        return response
