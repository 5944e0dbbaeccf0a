"""What was sent from this browser, with the way to each receipt."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from blog.text.plain import crop, text_of_html
from comments import reader, receipts
from comments.models import Comment
from comments.origin import has_session, is_forged

SHOWN_LENGTH = 160


# Exempt from the token alone: is_forged decides.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class MineView(View):
    """Lists the comments that this browser can prove to have sent; pages of posts name nobody."""

    def get(self, request: HttpRequest) -> HttpResponse:
        comments = Comment.objects.filter(pk__in=reader.written_here(request))
        context = {
            "mine": [
                {
                    "comment": comment,
                    "words": crop(text_of_html(comment.html), SHOWN_LENGTH),
                    "state": receipts.state_of(comment),
                    "url": reader.receipt_url(comment),
                }
                for comment in comments.for_receipts().newest_first()
            ],
            "has_session": has_session(request),
        }
        return render(request, "comments/mine.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Forget in this browser what it sent: others may use it too."""
        if is_forged(request):
            return HttpResponse(status=HTTPStatus.FORBIDDEN)
        response = redirect("comments:mine")
        reader.forget_here(response)
        return response


@method_decorator(never_cache, name="dispatch")
class OwnReceiptView(View):
    """Leads from a comment to its receipt, where this browser sent it; else to what it did send."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if pk in reader.written_here(request):
            comment = Comment.objects.for_receipts().filter(pk=pk).first()
            if comment:
                return redirect("comments:receipt", token=reader.receipt_token(comment))
        return redirect("comments:mine")
