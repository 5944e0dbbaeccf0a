"""Where a comment stands: what leads to it, and who may read there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View

from blog.models import Post
from comments import discussion, reader
from comments.models import Comment


def readable_or_404(request: HttpRequest, post: Post) -> Post:
    if not post.is_live and not reader.staff_of(request):
        raise Http404
    return post


class PermalinkView(View):
    """Leads to the page of the discussion that a comment stands on."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        comment = get_object_or_404(Comment.objects.approved().select_related("post"), pk=pk)
        readable_or_404(request, comment.post)
        return redirect(discussion.address_of(comment))
