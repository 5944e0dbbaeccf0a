"""Pure: the links that a post has to pages of other sites."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from trackbacks.markup import Tag, read_markup

LONGEST_ADDRESS = 2000
# So many links of one post are told of: more are a list of links, not words about pages.
MOST_LINKS = 100


def outgoing_links(html: str, is_own: Callable[[str], bool]) -> list[str]:
    """Return the addresses of other sites that `html` links to, each once, in their order.

    Fragments stay, since a webmention names its target as the link does; `is_own` knows the
    addresses of this site.
    """
    found: dict[str, None] = {}
    for tag in read_markup(html):
        if isinstance(tag, Tag) and tag.name == "a" and not tag.is_end:
            address = tag.attributes.get("href", "").strip()
            if _is_web_address(address) and not is_own(address):
                found[address] = None
    return list(found)[:MOST_LINKS]


def is_site_root(url: str) -> bool:
    """Does `url` name a site and no page of it? Of those, only webmentions are made."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and len(address) <= LONGEST_ADDRESS
        )
    except ValueError:
        return False
