"""Files that authors uploaded, and the icon that browsers ask for by themselves."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import cache_control
from django.views.generic import RedirectView
from django.views.static import serve

from blog.site import url_in_bucket

_MONTH = 30 * 24 * 3600
# Where a file is found may change: an operator may choose another bucket.
_HOUR = 3600


class MediaView(View):
    """A file of MEDIA_ROOT, or the way to it where it is kept in a bucket.

    Nothing in it may run, whatever it is: it came from outside.
    """

    def get(self, request: HttpRequest, path: str) -> HttpResponseBase:
        return _in_bucket(path) if settings.MEDIA_BUCKET_URL else self._from_disk(request, path)

    def _from_disk(self, request: HttpRequest, path: str) -> HttpResponseBase:
        try:
            response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
        except (OSError, ValueError) as error:  # a name that no file can have
            raise Http404 from error
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = f"public, max-age={_MONTH}"
        return response


def _in_bucket(path: str) -> HttpResponseBase:
    try:
        response = HttpResponseRedirect(url_in_bucket(path))
    except ValueError as error:
        raise Http404 from error
    response.headers["Cache-Control"] = f"public, max-age={_HOUR}"
    return response


@method_decorator(cache_control(public=True, max_age=_HOUR), name="dispatch")
class FaviconView(RedirectView):
    def get_redirect_url(self) -> str:
        return static("blog/favicon.svg")
