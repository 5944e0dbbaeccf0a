"""Which post an address of this site names, by the site's own router."""

from __future__ import annotations

from urllib.parse import unquote

from django.urls import Resolver404, resolve

from blog.models import Post, Redirect
from blog.site import own_path
from blog.text.plain import strip_controls
from blog.views.moved import post_with_number

_POSTS = {"blog:post", "blog:post_comments"}
_PAGES = {"blog:page", "blog:page_comments"}


def find_post(url: str) -> Post | None:
    """Return the published post or page at `url`, or that once was there.

    None for another site's address too, and for a draft: nobody learns that there is one.
    """
    path = own_path(url)
    if path is None:
        return None
    encoded, _mark, query = path.partition("?")
    place = unquote(encoded)
    if place != strip_controls(place):  # in no address, and no database would look for them
        return None
    if place == "/" and query.startswith("p="):
        return post_with_number(query.removeprefix("p="))
    place = place if place.endswith("/") else f"{place}/"
    return _at(place) or _moved(place)


def _at(place: str) -> Post | None:
    try:
        match = resolve(place)
        published, given = Post.objects.published(), match.kwargs
        if match.view_name in _POSTS:
            address = {name: given[name] for name in ("year", "month", "day", "slug")}
            return published.at_address(**address).first()
    except (Resolver404, ValueError):
        return None
    if match.view_name in _PAGES:
        return published.pages().filter(path=given["path"]).first()
    return post_with_number(given["number"]) if match.view_name == "blog:shortlink" else None


def _moved(place: str) -> Post | None:
    left = Redirect.objects.filter(path=place).values("post")
    return Post.objects.published().filter(pk__in=left).first()
