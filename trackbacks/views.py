"""The endpoints that other blogs call."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from blog.models import Post
from blog.querysets import PostQuerySet


@method_decorator(csrf_exempt, name="dispatch")
class TrackbackView(View):
    """Where trackbacks to one post go; a reader who comes here is led to those that it has."""

    def get(self, request: HttpRequest, **address) -> HttpResponse:
        post = get_object_or_404(self.at_address(**address).published())
        return redirect(f"{post.get_absolute_url()}#trackbacks")

    def at_address(self, **address) -> PostQuerySet:
        raise NotImplementedError


class PostTrackbackView(TrackbackView):
    def at_address(self, **address) -> PostQuerySet:
        try:
            return Post.objects.at_address(**address)
        except ValueError as error:
            raise Http404 from error


class PageTrackbackView(TrackbackView):
    def at_address(self, **address) -> PostQuerySet:
        return Post.objects.pages().filter(**address)
