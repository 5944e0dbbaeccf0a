"""The site's settings as they are now: one query a request, however often they are asked for."""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from blog.models import SiteSettings

_held: ContextVar[list[SiteSettings] | None] = ContextVar("site_settings", default=None)


def site_settings() -> SiteSettings:
    """Return the settings row, or unsaved defaults where the author saved none yet.

    Within a request the row is read once; outside (jobs, commands) every call reads it.
    """
    held = _held.get()
    if held:
        return held[0]
    row = SiteSettings.objects.filter(pk=1).first() or SiteSettings(pk=1)
    if held is not None:
        held.append(row)
    return row


def forget_site_settings() -> None:
    """Make the next call read the row again: for whoever has just changed it."""
    held = _held.get()
    if held:
        held.clear()


def current_settings_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        token = _held.set([])
        try:
            return get_response(request)
        finally:
            _held.reset(token)

    return middleware
