"""Pure: where a page takes word of links to it, by each of the three protocols.

Everything is read in time that grows with the length of the page alone: it is a stranger's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from blog.web.exchange import Response
from trackbacks.markup import Tag, read_markup
from trackbacks.words import resolved

LONGEST_ADDRESS = 2000
LONGEST_HEADER = 16 * 1024
_HTML = {"text/html", "application/xhtml+xml", ""}
_BLANKS = " \t\r\n\f"

# A quoted string that is never closed ends with the header: looking on would take for ever.
_QUOTED = r'"(?:[^"\\]|\\.?)*+(?:"|\Z)'
_LINK_VALUE = re.compile(rf'<([^<>]*)>((?:[^",<]|{_QUOTED})*+)', re.DOTALL)
_PARAMETER = re.compile(rf';\s*+([^\s=;"]++)\s*+(?:=\s*+({_QUOTED}|[^\s;,"]*+))?', re.DOTALL)

_PINGBACK_LINK = re.compile(r'<link rel="pingback" href="([^"]+)" ?/?>')
_PINGBACK_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))

_DESCRIPTION = re.compile(r"<rdf:Description\s", re.IGNORECASE)
# How much of one description is looked at, and of how many: Movable Type's longest are far shorter.
_LONGEST_DESCRIPTION = 8 * 1024
_MOST_DESCRIPTIONS = 100
_ATTRIBUTE = re.compile(r"([\w:]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)')|(/?>)")
_PING_ELEMENT = re.compile(
    r"\s*+<trackback:ping\s++rdf:resource\s*+=\s*+[\"']([^\"'<>]*)[\"']", re.I
)


def find_endpoint(protocol: str, page: Response, target: str) -> str | None:
    """Return the address to which `protocol` sends word of links to `target`, or None.

    `page` is what came for `target` in the end; an error page takes nothing.
    """
    return FINDERS[protocol](page, target) if page.is_success else None


def _webmention(page: Response, _target: str) -> str | None:
    """Webmention, section 3.1.2: a Link header, else the first link or a element with an href."""
    for address, relations in _header_links(page.headers.get("link", "")):
        if "webmention" in relations:
            return _endpoint(page.url, address)
    link = next(_element_links(page, {"link", "a"}, "webmention"), None)
    return _endpoint(link.base, link.address) if link else None


def _pingback(page: Response, _target: str) -> str | None:
    """Pingback 1.0, section 2.3: the header, else the first link element of the very form there.

    Where no element has that form, one that a browser would read as such is taken.
    """
    # Two headers of one name come as one, joined by a comma.
    header = page.headers.get("x-pingback", "").split(", ")[0]
    if header.strip():
        return _endpoint(page.url, header)
    if not _is_html(page):
        return None
    exact = _PINGBACK_LINK.search(page.text)
    if exact:
        return _endpoint(page.url, _with_four_entities(exact[1]))
    link = next(_element_links(page, {"link"}, "pingback"), None)
    return _endpoint(link.base, link.address) if link else None


def _trackback(page: Response, target: str) -> str | None:
    """TrackBack 1.2, "Auto-Discovery": the block of RDF whose identifier is this page.

    Else what a link element says, or links that all say the same: a page that lists many posts
    has one for each.
    """
    if not _is_html(page):
        return None
    here = {urldefrag(url).url for url in (target, page.url)}
    for identifier, ping in _descriptions(page.text):
        if identifier and ping and urldefrag(_joined(page.url, identifier)).url in here:
            return _endpoint(page.url, ping)
    for element in ("link", "a"):
        found = {
            _endpoint(link.base, link.address)
            for link in _element_links(page, {element}, "trackback")
        }
        if len(found) == 1:
            return found.pop()
    return None


# In the order in which a link is told of.
FINDERS: dict[str, Callable[[Response, str], str | None]] = {
    "webmention": _webmention,
    "pingback": _pingback,
    "trackback": _trackback,
}


def _header_links(header: str) -> Iterator[tuple[str, set[str]]]:
    """Yield the address and the relations of each link (RFC 8288, section 3)."""
    for address, parameters in _LINK_VALUE.findall(header[:LONGEST_HEADER]):
        relations = next(
            (value for name, value in _PARAMETER.findall(parameters) if name.lower() == "rel"), ""
        )
        yield address, set(relations.strip('"').lower().split())


@dataclass(frozen=True)
class _Link:
    address: str
    base: str


def _element_links(page: Response, names: set[str], relation: str) -> Iterator[_Link]:
    """Yield the links of `relation` with an address, in order, less those in templates."""
    if not _is_html(page):
        return
    base, templates = "", 0
    for tag in read_markup(page.text):
        if not isinstance(tag, Tag):
            continue
        if tag.name == "template":
            templates = max(0, templates + (-1 if tag.is_end else 1))
        address = tag.attributes.get("href")
        if address is None or tag.is_end or templates:
            continue
        if tag.name == "base":
            base = base or _joined(page.url, address)
        elif tag.name in names and relation in tag.attributes.get("rel", "").lower().split():
            yield _Link(address, base or page.url)


def _descriptions(html: str) -> Iterator[tuple[str, str]]:
    """Yield (identifier, ping address) of each description, wherever it stands.

    Scanned as the clients do it, not parsed as XML: an & in a title must not hide the address.
    """
    for number, start in enumerate(_DESCRIPTION.finditer(html)):
        if number >= _MOST_DESCRIPTIONS:
            return
        attributes, rest = _attributes(html[start.end() : start.end() + _LONGEST_DESCRIPTION])
        element = _PING_ELEMENT.match(rest)
        ping = attributes.get("trackback:ping") or (resolved(element[1]) if element else "")
        yield attributes.get("dc:identifier") or attributes.get("rdf:about", ""), ping


def _attributes(text: str) -> tuple[dict[str, str], str]:
    """Return the attributes of a start tag from behind its name on, and what follows the tag."""
    attributes: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(text):
        if found[4]:
            return attributes, "" if found[4] == "/>" else text[found.end() :]
        attributes.setdefault(found[1].lower(), resolved(found[2] or found[3] or ""))
    return attributes, ""


def _is_html(page: Response) -> bool:
    return page.media_type in _HTML


def _with_four_entities(text: str) -> str:
    for entity, char in _PINGBACK_ENTITIES:
        text = text.replace(entity, char)
    return text


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip(_BLANKS))
    except ValueError:
        return ""


def _endpoint(base: str, address: str) -> str | None:
    """Return `address` as seen from `base`, or None for one that word is never sent to.

    An empty one is the page itself.
    """
    url = _joined(base, address)
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return url if is_web and "@" not in parts.netloc and len(url) <= LONGEST_ADDRESS else None
