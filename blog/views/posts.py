"""The page of a post or of a page of the site, and its preview."""

from __future__ import annotations

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from blog.current import site_settings
from blog.freshness import always_asked_again
from blog.models import Post
from blog.page_cache.marks import mark
from blog.page_cache.tags import SITE
from blog.permissions import may_see_unpublished
from blog.querysets import PostQuerySet
from blog.reading import published_page, published_post
from blog.views.moved import redirect_or_gone


@method_decorator(always_asked_again, name="dispatch")
class PostView(TemplateView):
    """What is at an address: for readers what is published, for staff what is private too.

    `comment_page` is for the discussion below the text, which looks it up for itself.
    """

    template_name = "blog/post_detail.html"
    url_name = "blog:post"

    def get(self, request: HttpRequest, comment_page: int | None = None, **address) -> HttpResponse:
        post = self.published(**address)
        if post and comment_page == 1:
            return redirect(post, permanent=True)
        if post:
            closes_at = site_settings().closes_at(post)
            mark(request, SITE, post.pk, turns_at=closes_at, query=("order",))
            return self.render_to_response(self.get_context_data(post=post))
        private = self.private_for(request, **address)
        return private or redirect_or_gone(request, reverse(self.url_name, kwargs=address))

    def private_for(self, request: HttpRequest, **address) -> HttpResponse | None:
        if not may_see_unpublished(request):
            return None
        post = self.at_address(**address).private().for_display().first()
        if post is None:
            return None
        response = self.render_to_response(self.get_context_data(post=post))
        add_never_cache_headers(response)
        return response

    def published(self, **address) -> Post | None:
        try:
            return published_post(**address)
        except ValueError as error:
            raise Http404 from error

    def at_address(self, **address) -> PostQuerySet:
        return Post.objects.at_address(**address)


class PageView(PostView):
    """The same for a page, which stands at a path without a date."""

    url_name = "blog:page"

    def published(self, **address) -> Post | None:
        return published_page(**address)

    def at_address(self, **address) -> PostQuerySet:
        return Post.objects.pages().filter(**address)


class PreviewView(LoginRequiredMixin, TemplateView):
    """A post as its page will be, whatever its status; for whoever may edit it."""

    template_name = "blog/post_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_see_unpublished(request):
            raise Http404
        post = get_object_or_404(Post.objects.for_display(), pk=pk)
        response = self.render_to_response(self.get_context_data(post=post, is_preview=True))
        response.headers["X-Robots-Tag"] = "noindex"
        add_never_cache_headers(response)
        return response
