"""An independent judge of HTML: it parses as browsers do and knows nothing of our own lists."""

import re

import html5lib

READERS_ELEMENTS = {
    "p", "a", "em", "strong", "s", "del", "code", "pre", "blockquote", "ul", "ol", "li", "br",
}  # fmt: skip
READERS_ATTRIBUTES = {"href", "title", "rel", "class", "data-embed", "start"}
AUTHORS_ELEMENTS = READERS_ELEMENTS | {
    "h2", "h3", "h4", "h5", "h6", "hr", "section", "div", "span", "figure", "figcaption", "img",
    "picture", "source", "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr",
    "th", "td", "dl", "dt", "dd", "sup", "sub", "b", "i", "u", "ins", "mark", "small", "abbr",
    "cite", "q", "dfn", "kbd", "samp", "var", "time", "wbr", "details", "summary", "address",
    "ruby", "rt", "rp", "bdi", "bdo",
}  # fmt: skip
AUTHORS_ATTRIBUTES = READERS_ATTRIBUTES | {
    "id", "lang", "dir", "hreflang", "src", "srcset", "sizes", "alt", "width", "height", "loading",
    "decoding", "type", "media", "reversed", "value", "colspan", "rowspan", "headers", "scope",
    "abbr", "span", "datetime", "cite", "open",
}  # fmt: skip
ADDRESSES = {"href", "src", "cite", "data-embed", "action", "formaction", "poster", "data"}
# Browsers drop tabs and line ends anywhere in an address, and controls and blanks at its ends.
_DROPPED = re.compile(r"[\t\n\r]")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_PLAYERS = re.compile(
    r"https://(www\.youtube-nocookie\.com/embed/|player\.vimeo\.com/video/\d"
    r"|[a-z0-9.-]+/videos/embed/)[^\s\"'<>]+"
)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def elements_of(html):
    """Every element of a fragment, as html5lib reads it."""
    return list(html5lib.parseFragment(html, namespaceHTMLElements=False).iter())[1:]


def faults_of_comment(html):
    return list(_faults(html, READERS_ELEMENTS, READERS_ATTRIBUTES))


def faults_of_post(html, prefix):
    yield from _faults(html, AUTHORS_ELEMENTS, AUTHORS_ATTRIBUTES)
    for element in elements_of(html):
        name = element.get("id")
        if name is not None and not name.startswith(f"{prefix}--"):
            yield f"id without the post's prefix: {name!r}"


def _faults(html, elements, attributes):
    if CONTROLS.search(html):
        yield f"control character in {html!r}"
    for element in elements_of(html):
        if not isinstance(element.tag, str):
            yield f"comment: {element.text!r}"
            continue
        if element.tag not in elements:
            yield f"element {element.tag!r}"
        for name, value in element.attrib.items():
            if name not in attributes:
                yield f"attribute {name!r} of {element.tag!r}"
            elif name in ADDRESSES and not _is_harmless(value):
                yield f"address {value!r} of {element.tag!r}"
            elif name == "data-embed" and not _PLAYERS.fullmatch(value):
                yield f"player {value!r}"
            elif name == "srcset":
                yield from (
                    f"srcset {part!r}"
                    for part in value.split(",")
                    if not _is_harmless(part.strip())
                )


def _is_harmless(address):
    seen = _DROPPED.sub("", address).strip("".join(map(chr, range(33))))
    if scheme := _SCHEME.match(seen):
        return scheme[1].lower() in {"http", "https", "mailto"}
    return seen[:2].replace("\\", "/") != "//"
