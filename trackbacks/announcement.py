"""What a post tells other blogs: its addresses, and where it takes links or why it takes none."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from blog.addresses import address
from blog.models import Post, Redirect, SiteSettings
from blog.site import absolute_url, own_path


def why_closed(post: Post, settings: SiteSettings) -> str | Promise:
    """Say in words why `post` takes no links from other blogs now; empty where it does."""
    if settings.takes_linkbacks(post):
        return ""
    if not settings.linkbacks_open:
        return _("The author takes no links from other blogs at present.")
    if not post.linkbacks_allowed:
        return _("The author takes no links from other blogs on this post.")
    return ngettext_lazy(
        "Posts take links from other blogs for %(count)d day, and this one is older.",
        "Posts take links from other blogs for %(count)d days, and this one is older.",
        "count",
    ) % {"count": settings.close_after_days}


def is_open(post: Post, settings: SiteSettings) -> bool:
    """Does `post` take links from other blogs now, and can anybody see it?"""
    return post.is_live and settings.takes_linkbacks(post)


def permalink(post: Post) -> str:
    return absolute_url(post.get_absolute_url())


def trackback_url(post: Post) -> str:
    """Return the absolute address to which other blogs send their trackbacks to `post`."""
    if post.is_page:
        return absolute_url(address("trackbacks:page_trackback", post.pk))
    return absolute_url(f"{post.get_absolute_url()}trackback/")


def pingback_url() -> str:
    return absolute_url(address("trackbacks:pingback"))


def webmention_url() -> str:
    return absolute_url(address("trackbacks:webmention"))


def address_test(post: Post) -> Callable[[str], bool]:
    """Return a test whether a link leads to `post`: to its address, or to one that it once had.

    http and https, a slash at the end, percent-encoding and fragment make no difference.
    """
    paths = Redirect.objects.filter(post=post).values_list("path", flat=True)
    known = {_plain(path) for path in (post.get_absolute_url(), *paths)}

    def is_address(url: str) -> bool:
        path = own_path(url)
        return path is not None and _plain(path) in known

    return is_address


def _plain(path: str) -> str:
    path, mark, query = path.partition("?")
    return f"{unquote(path).rstrip('/')}{mark}{query}"
