"""Makes HTML safe: the only module that decides which elements, attributes and addresses may stay.

Two independent gates stand behind each other, bleach and nh3, and read one list. bleach has had
its last release; leaving it means to leave `_first_gate` out and to link addresses elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from pygments.token import STANDARD_TYPES

from blog.site import own_path
from blog.text.plain import strip_controls, unescaped
from blog.text.videos import is_player

SCHEMES = frozenset({"http", "https", "mailto"})
# The parsers take time by the square of the depth: 40,000 elements within each other would need a
# minute. What a person writes stays far below both bounds.
MAX_TAGS = 40_000
MAX_NESTING_WORK = 5_000_000


class TooTangledError(ValueError):
    """The HTML has more elements, or deeper ones, than can be made safe in decent time."""


@dataclass(frozen=True)
class Policy:
    """What one kind of text may hold. `classes` tells for an element and a class if it may stay;
    `rel` is said of every link to another site."""

    tags: frozenset[str]
    attributes: Mapping[str, frozenset[str]]
    classes: Callable[[str, str], object]
    rel: str


_LANGUAGE_CLASS = re.compile(r"language-[\w+#.-]{1,40}")
# Where WordPress puts pictures, and what our own Markdown says.
_AUTHORS_CLASS = re.compile(
    r"align(left|right|center|none|wide|full)|text-(left|right|center)|wp-caption(-text)?"
    r"|wp-block-[a-z-]{1,30}|footnote(s|s-sep|s-list|-ref|-item|-backref)|task-list(-item)?"
    r"|highlight"
)
_CODE_CLASSES = frozenset(STANDARD_TYPES.values()) - {""}


def _is_readers_class(tag: str, name: str) -> object:
    if tag == "a":
        return name == "video-facade"
    return _LANGUAGE_CLASS.fullmatch(name)


def _is_authors_class(tag: str, name: str) -> object:
    if tag == "span" and name in _CODE_CLASSES:
        return True
    return _is_readers_class(tag, name) or _AUTHORS_CLASS.fullmatch(name)


_READERS_TAGS = frozenset(
    {"p", "a", "em", "strong", "s", "del", "code", "pre", "blockquote", "ul", "ol", "li", "br"}
)

# Readers: no pictures, headings, tables, ids.
COMMENT = Policy(
    tags=_READERS_TAGS,
    attributes={
        "a": frozenset({"href", "title", "rel", "class", "data-embed"}),
        "code": frozenset({"class"}),
        "ol": frozenset({"start"}),
    },
    classes=_is_readers_class,
    rel="nofollow ugc noopener",
)

_SIZE = frozenset({"width", "height"})
_CELL = frozenset({"colspan", "rowspan", "headers", "scope"})
_EDIT = frozenset({"datetime", "cite"})

# Authors: whatever a text needs, and still nothing that runs, embeds or styles.
POST = Policy(
    tags=_READERS_TAGS
    | frozenset(
        {
            "h2", "h3", "h4", "h5", "h6", "hr", "section", "div", "span", "figure", "figcaption",
            "img", "picture", "source", "table", "caption", "colgroup", "col", "thead", "tbody",
            "tfoot", "tr", "th", "td", "dl", "dt", "dd", "sup", "sub", "b", "i", "u", "ins",
            "mark", "small", "abbr", "cite", "q", "dfn", "kbd", "samp", "var", "time", "wbr",
            "details", "summary", "address", "ruby", "rt", "rp", "bdi", "bdo",
        }
    ),
    attributes={
        "*": frozenset({"class", "id", "title", "lang", "dir"}),
        "a": frozenset({"href", "hreflang", "rel", "data-embed"}),
        "img": _SIZE | {"src", "srcset", "sizes", "alt", "loading", "decoding"},
        "source": _SIZE | {"srcset", "sizes", "type", "media"},
        "ol": frozenset({"start", "reversed", "type"}),
        "li": frozenset({"value"}),
        "td": _CELL,
        "th": _CELL | {"abbr"},
        "col": frozenset({"span"}),
        "colgroup": frozenset({"span"}),
        "time": frozenset({"datetime"}),
        "del": _EDIT,
        "ins": _EDIT,
        "blockquote": frozenset({"cite"}),
        "q": frozenset({"cite"}),
        "details": frozenset({"open"}),
    },
    classes=_is_authors_class,
    rel="noopener",
)  # fmt: skip

# Elements that are not kept but read on the way: see _spelled_out.
_PLAYERS = ("iframe", "embed", "video", "audio")


def make_safe(html: str, policy: Policy, filters: tuple[Callable, ...] = ()) -> str:
    """Return `html` with nothing left that `policy` does not allow, and its bare addresses linked.

    `filters` are html5lib filters that rewrite the tree between the two gates. Raises
    TooTangledError.
    """
    if html.count("<") > MAX_TAGS:
        raise TooTangledError
    tidy = _spelled_out(_well_formed(strip_controls(html), policy))
    if _nesting_work(tidy) > MAX_NESTING_WORK:
        raise TooTangledError
    return _last_gate(_first_gate(tidy, policy, filters), policy)


def _first_gate(html: str, policy: Policy, filters: tuple[Callable, ...]) -> str:
    linkify = partial(
        LinkifyFilter,
        callbacks=[partial(_finish_link, policy)],
        skip_tags={"pre", "code"},
        parse_email=False,
        url_re=_BARE_ADDRESS,
    )
    # A cleaner for each call: it is not thread-safe.
    cleaner = Cleaner(
        tags=policy.tags,
        attributes=partial(_is_allowed_for_bleach, policy),
        protocols=SCHEMES,
        strip=True,
        filters=[linkify, *filters],
    )
    return cleaner.clean(html)


def _last_gate(html: str, policy: Policy) -> str:
    clean = nh3.clean(
        html,
        tags=set(policy.tags),
        attributes={tag: set(names) for tag, names in policy.attributes.items()},
        attribute_filter=partial(_allowed_value, policy),
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    # A numeric reference is a control character only from here on.
    return strip_controls(clean)


def _well_formed(html: str, policy: Policy) -> str:
    """Close, nest and quote everything as browsers would, so that the rest need not guess.

    bleach alone is slow on tag soup and loses the words of a broken table.
    """
    attributes = {tag: set(names) for tag, names in policy.attributes.items()}
    attributes["a"].add("name")
    return nh3.clean(
        html,
        tags=policy.tags | {"h1", *_PLAYERS},
        attributes=attributes | {tag: {"src"} for tag in _PLAYERS},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


_PLAYER_TAG = re.compile(rf'<(?:{"|".join(_PLAYERS)})(?: src="([^"]*)")?>')
_OTHER_TAGS = re.compile(r"<(/?)h1\b|<a name=")


def _spelled_out(tidy: str) -> str:
    """Turn players into their address on a line of its own, h1 into h2, named anchors into ids."""
    tidy = _PLAYER_TAG.sub(_address_of_player, tidy)
    return _OTHER_TAGS.sub(
        lambda tag: "<a id=" if tag[1] is None else f"<{tag[1]}h2",
        tidy,
    )


def _address_of_player(tag: re.Match[str]) -> str:
    address = re.sub(r"^//", "https://", (tag[1] or "").strip())
    return f"<p>{address}</p>" if address else ""


_TAG = re.compile(r"<(/?)([a-z0-9]+)[^<>]*>")
_VOID = frozenset({"br", "hr", "img", "source", "col", "wbr", "embed"})


def _nesting_work(tidy: str) -> int:
    """How many steps up the tree a parser takes in all: the depth of each element, summed."""
    depth = work = 0
    for tag in _TAG.finditer(tidy):
        if tag[1]:
            depth -= 1
        elif tag[2] not in _VOID:
            depth += 1
        work += depth
    return work


_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_BARE_ADDRESS = re.compile(
    r"\bhttps?://[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?"
    r"(?:[/?#][^\s{}|\\^`<>\"]*(?<![.,;:!?'*]))?",
    re.IGNORECASE,
)


def _finish_link(policy: Policy, attributes: dict, _is_new: bool) -> dict | None:
    """Say of links to other sites what they are; a callback of bleach's linkify."""
    address = unescaped(attributes.get((None, "href"), ""))
    if not address and policy is COMMENT:
        return None
    attributes.pop((None, "rel"), None)
    if _SCHEME.match(address) and own_path(address) is None:
        attributes[(None, "rel")] = policy.rel
    return attributes


def _is_allowed_for_bleach(policy: Policy, tag: str, name: str, value: str) -> bool:
    # bleach leaves character references in attributes as they are.
    return _allowed_value(policy, tag, name, unescaped(value)) is not None


def _allowed_value(policy: Policy, tag: str, name: str, value: str) -> str | None:
    """Return what may stay of an attribute's value, or None where the attribute must go."""
    if name not in policy.attributes.get("*", ()) and name not in policy.attributes.get(tag, ()):
        return None
    if name == "class":
        return " ".join(word for word in value.split() if policy.classes(tag, word)) or None
    is_well_formed = _SHAPES.get(name)
    return value if is_well_formed is None or is_well_formed(value) else None


_IGNORED_IN_ADDRESSES = re.compile(r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")


def _is_address(schemes: frozenset[str], value: str) -> bool:
    address = _IGNORED_IN_ADDRESSES.sub("", value)
    if scheme := _SCHEME.match(address):
        return scheme[1].lower() in schemes
    # Two slashes, which browsers also read from backslashes, would leave the site unseen.
    return not re.match(r"[/\\]{2}", address)


_is_link = partial(_is_address, SCHEMES)
_is_picture = partial(_is_address, SCHEMES - {"mailto"})
_is_number = re.compile(r"-?\d{1,5}%?").fullmatch
_CANDIDATE = re.compile(r"(?:https?:/)?/[^/\\\s,][^\s,]*(?: \d+(?:\.\d+)?[wx])?", re.IGNORECASE)


def _are_pictures(value: str) -> bool:
    return all(_CANDIDATE.fullmatch(part.strip()) for part in value.split(", "))


# Attributes whose values are held to a shape; every other allowed one is harmless text.
_SHAPES: dict[str, Callable[[str], object]] = {
    "href": _is_link,
    "cite": _is_link,
    "src": _is_picture,
    "srcset": _are_pictures,
    "data-embed": is_player,
    "id": re.compile(r"\S+").fullmatch,
    "width": _is_number,
    "height": _is_number,
    "colspan": _is_number,
    "rowspan": _is_number,
    "span": _is_number,
    "start": _is_number,
    "value": _is_number,
}
