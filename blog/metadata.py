"""What search engines and other sites are told of a post."""

from __future__ import annotations

from urllib.parse import urljoin

from blog.addresses import address
from blog.models import Post
from blog.site import absolute_url
from blog.text.plain import first_picture


def picture_of(post: Post) -> str:
    """Return the absolute address of the first picture in the text; empty where there is none."""
    address = first_picture(post.html)
    try:
        return address and urljoin(absolute_url(post.get_absolute_url()), address)
    except ValueError:
        return ""


def structured_data(post: Post, site_title: str) -> dict:
    """Return `post` in the words of schema.org: a BlogPosting, or a WebPage for a page."""
    url = absolute_url(post.get_absolute_url())
    author = post.author
    data = {
        "@context": "https://schema.org",
        "@type": "WebPage" if post.is_page else "BlogPosting",
        "mainEntityOfPage": url,
        "url": url,
        "headline": post.title,
        "description": post.summary,
        "image": picture_of(post),
        "datePublished": post.published_at and post.published_at.isoformat(),
        "dateModified": post.changed_at and post.changed_at.isoformat(),
        "author": {
            "@type": "Person",
            "name": author.get_full_name() or author.get_username(),
            "url": absolute_url(address("blog:author", author.get_username())),
        },
        "publisher": {"@type": "Organization", "name": site_title, "url": absolute_url("/")},
    }
    return {name: value for name, value in data.items() if value}
