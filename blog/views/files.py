"""Files that authors uploaded, and the icon that browsers ask for by themselves."""

from __future__ import annotations

import mimetypes

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.views import View
from django.views.generic import RedirectView
from django.views.static import serve

# Not in every machine's table, and a picture without its type is not shown.
mimetypes.add_type("image/webp", ".webp")
mimetypes.add_type("image/avif", ".avif")

_MONTH = 30 * 24 * 3600


class MediaView(View):
    """A file of MEDIA_ROOT. Nothing in it may run, whatever it is: it came from outside."""

    def get(self, request: HttpRequest, path: str) -> HttpResponseBase:
        try:
            response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
        except (OSError, ValueError) as error:  # a name that no file can have
            raise Http404 from error
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = f"public, max-age={_MONTH}"
        return response


class FaviconView(RedirectView):
    def get_redirect_url(self) -> str:
        return static("blog/favicon.svg")
