"""Pure: the links that a post has to pages of other sites."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from urllib.parse import urljoin, urlsplit

from trackbacks.markup import Tag, Text, read_markup
from trackbacks.words import short_line

LONGEST_ADDRESS = 2000
LONGEST_WORDS = 200
# So many links of one post are told of: more are a list of links, not words about pages.
MOST_LINKS = 100


def links_of(html: str, url: str) -> list[str]:
    """Return the web addresses that the page `html` at `url` links to, each once, in their order.

    Fragments stay, since a webmention names its target as the link does.
    """
    return list(words_of_links(html, url))


def words_of_links(html: str, url: str) -> dict[str, str]:
    """Return what links_of does, each with the words of its first link that has any.

    Where a link is a picture, these are what stands for it.
    """
    words: dict[str, str] = {}
    said: list[str] = []
    address = ""
    for part in chain(read_markup(html), [Tag("a", is_end=True)]):
        if isinstance(part, Text):
            said.append("" if part.within else part.text)
        elif part.name == "img":
            said.append(part.attributes.get("alt", ""))
        elif part.name == "a":
            if address and not words[address]:
                words[address] = short_line("".join(said), LONGEST_WORDS)
            address = "" if part.is_end else _absolute(url, part.attributes.get("href", ""))
            said = []
            if address:
                words.setdefault(address, "")
    return words


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
