"""The private page of whoever sent a comment."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from comments import reader


@method_decorator(never_cache, name="dispatch")
class ReceiptView(View):
    """Tells a reader, and whoever she gives the address, what became of her comment."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        comment = reader.comment_of_receipt(token)
        if comment is None or not comment.post.is_live:
            raise Http404
        if comment.is_public:
            return redirect(comment)
        context = {
            "comment": comment,
            "post": comment.post,
            "post_url": comment.post.get_absolute_url(),
        }
        return render(request, "comments/receipt.html", context)
