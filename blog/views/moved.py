"""Old addresses: numbers of another engine or of our own, and addresses that a post has left."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from blog.models import ImportedItem, Post, Redirect
from blog.row_ids import is_row_id


class ShortlinkView(View):
    """From a post's number to the post."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return redirect_to_number(number)


def redirect_to_number(number: str) -> HttpResponse:
    """Return the way to the post with this number, for good. Raises Http404 where none has it.

    A number that an import brought along comes before our own, since it is in old links.
    """
    post = post_with_number(number)
    if post is None:
        raise Http404
    return redirect(post, permanent=True)


def post_with_number(number: str) -> Post | None:
    """Return the published post that has, or before an import had, this number."""
    if not is_row_id(number):
        return None
    imported = ImportedItem.objects.filter(kind__in=Post.Kind.values, external_id=str(int(number)))
    pk = imported.order_by("pk").values_list("object_id", flat=True).first() or int(number)
    return Post.objects.published().filter(pk=pk).first()


def redirect_or_gone(request: HttpRequest, path: str) -> HttpResponse:
    """Return the way to the post that once was at `path`, or word that it was deleted.

    Raises Http404 where no reader ever found one.
    """
    moved = Redirect.objects.select_related("post").filter(path=unquote(path)).first()
    if moved is None:
        raise Http404
    if moved.post is None:
        return render(request, "410.html", status=HTTPStatus.GONE)
    if not moved.post.is_live:
        raise Http404
    return redirect(moved.post, permanent=True)
