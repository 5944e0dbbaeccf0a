"""Pure: the links that a post has to pages of other sites."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from trackbacks.markup import Tag, read_markup

LONGEST_ADDRESS = 2000
# So many links of one post are told of: more are a list of links, not words about pages.
MOST_LINKS = 100


def links_of(html: str, url: str) -> list[str]:
    """Return the web addresses that the page `html` at `url` links to, each once, in their order.

    Fragments stay, since a webmention names its target as the link does.
    """
    found: dict[str, None] = {}
    for tag in read_markup(html):
        if isinstance(tag, Tag) and tag.name == "a" and not tag.is_end:
            found[_absolute(url, tag.attributes.get("href", ""))] = None
    return [address for address in found if address]


def outgoing_links(html: str, url: str, is_own: Callable[[str], bool]) -> list[str]:
    """Return those of MOST_LINKS that lead to other sites; `is_own` knows the addresses of ours."""
    return [address for address in links_of(html, url) if not is_own(address)][:MOST_LINKS]


def is_site_root(url: str) -> bool:
    """Does `url` name a site and no page of it? Of those, only webmentions are made."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def _absolute(url: str, href: str) -> str:
    """Return `href` as seen from `url`, or nothing where it is no web address or none at all."""
    try:
        address = urljoin(url, href.strip()) if href.strip() else ""
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return address if is_web and len(address) <= LONGEST_ADDRESS else ""
