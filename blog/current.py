"""The site's settings and menu as they are now: one query a request, however often asked for."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from blog.addresses import address
from blog.models import Post, SiteSettings
from blog.nested import RowsAsText, nested_rows, read_rows
from blog.prepared import Prepared, given_moment


class MenuItem(NamedTuple):
    title: str
    url: str


_held: ContextVar[list[SiteSettings] | None] = ContextVar("site_settings", default=None)

_MENU_COLUMNS = ("menu_order", "title", "id", "path")
_row = Prepared(
    lambda: SiteSettings.objects.filter(pk=1).annotate(
        menu_rows=nested_rows(Post.objects.menu(given_moment()), *_MENU_COLUMNS)
    )[:1]
)


def site_settings() -> SiteSettings:
    """Return the settings row, or unsaved defaults where the author saved none yet.

    Within a request the row is read once; outside (jobs, commands) every call reads it.
    """
    held = _held.get()
    if held:
        return held[0]
    row = _row.first(now=timezone.now()) or SiteSettings(pk=1)
    if held is not None:
        held.append(row)
    return row


def menu() -> list[MenuItem]:
    """Return what the site's header links to, in order."""
    held = site_settings().__dict__
    if "menu" not in held:
        rows = held["menu_rows"] if "menu_rows" in held else _unsaved_menu_rows()
        held["menu"] = [_item(title, path) for _order, title, _pk, path in sorted(read_rows(rows))]
    return held["menu"]


def _item(title: str, path: str) -> MenuItem:
    return MenuItem(title or gettext("(no title)"), address("blog:page", path))


def _unsaved_menu_rows() -> str | None:
    """The menu where the author saved no settings yet: there is no row to nest it in."""
    [rows] = Post.objects.menu().order_by().values_list(RowsAsText(*_MENU_COLUMNS), flat=True)
    return rows


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
