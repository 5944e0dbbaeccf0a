"""What every page of the theme needs to know about the site."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject

from blog.current import menu, site_settings


def site(request: HttpRequest) -> dict:
    return {
        "site": SimpleLazyObject(site_settings),
        "site_url": settings.SITE_URL,
        "canonical_url": settings.SITE_URL + escape_uri_path(request.path),
        "menu_pages": menu,
    }
