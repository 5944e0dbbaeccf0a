"""What search engines and other sites are told of a post."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urljoin

from blog.addresses import address
from blog.models import Post
from blog.site import absolute_url
from blog.text.plain import first_picture


class Described(NamedTuple):
    """All that is told of a post; `name` is what it is called even where it has no title."""

    url: str
    title: str
    name: str
    summary: str
    picture: str
    published_at: datetime | None
    changed_at: datetime | None
    username: str
    full_name: str
    is_page: bool


def described(post: Post) -> Described:
    author = post.author
    return Described(
        absolute_url(post.get_absolute_url()),
        post.title,
        str(post),
        post.summary,
        picture_of(post),
        post.published_at,
        post.changed_at,
        author.get_username(),
        author.get_full_name(),
        post.is_page,
    )


def picture_of(post: Post) -> str:
    """Return the absolute address of the first picture in the text; empty where there is none."""
    address = first_picture(post.html)
    try:
        return address and urljoin(absolute_url(post.get_absolute_url()), address)
    except ValueError:
        return ""


def structured_data(post: Described, site_title: str) -> dict:
    """Return `post` in the words of schema.org: a BlogPosting, or a WebPage for a page."""
    data = {
        "@context": "https://schema.org",
        "@type": "WebPage" if post.is_page else "BlogPosting",
        "mainEntityOfPage": post.url,
        "url": post.url,
        "headline": post.title,
        "description": post.summary,
        "image": post.picture,
        "datePublished": post.published_at and post.published_at.isoformat(),
        "dateModified": post.changed_at and post.changed_at.isoformat(),
        "author": {
            "@type": "Person",
            "name": post.full_name or post.username,
            "url": absolute_url(address("blog:author", post.username)),
        },
        "publisher": {"@type": "Organization", "name": site_title, "url": absolute_url("/")},
    }
    return {name: value for name, value in data.items() if value}
