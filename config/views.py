"""Pages of the site itself: refusals and health."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that a form was too old or came from elsewhere."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
