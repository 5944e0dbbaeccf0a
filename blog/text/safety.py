"""Makes HTML safe: the only module that decides which elements, attributes and addresses may stay.

Two independent gates stand behind each other, bleach and nh3, with one list for both. bleach has
had its last release; leaving it means to leave `_first_gate` out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner

from blog.site import own_path
from blog.text.plain import strip_controls
from blog.text.videos import is_player

SCHEMES = frozenset({"http", "https", "mailto"})

# Classes that an author's HTML may carry: those of WordPress for placing pictures, and our own.
_POST_CLASS = re.compile(
    r"align(left|right|center|none|wide|full)|wp-caption(-text)?|wp-block-[a-z-]+|gallery"
    r"|footnotes?(-[a-z]+)?|(contains-)?task-list(-item(-checkbox)?)?|anchor|more"
    r"|highlight|language-[\w+#.-]{1,40}|video-facade|[a-z][a-z0-9]{0,2}"
)
_COMMENT_CLASS = re.compile(r"language-[\w+#.-]{1,40}|video-facade")

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_IGNORED_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")
_CANDIDATES = re.compile(r"(?:https?:/)?/[^/\\\s,][^\s,]*(?: \d+(?:\.\d+)?[wx])?", re.IGNORECASE)
_LINK_TEXT = re.compile(
    r"\(*\bhttps?://[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?"
    r"(?:[/?#][^\s{}|\\^`<>\"]*(?<![.,;:!?'*]))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Policy:
    """What one kind of text may hold; both gates read it."""

    tags: frozenset[str]
    attributes: Mapping[str, frozenset[str]]
    classes: re.Pattern[str]
    rel: str


_COMMENT_TAGS = frozenset(
    {"p", "a", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "br"}
)

# For readers: no pictures, headings, tables, ids.
COMMENT = Policy(
    tags=_COMMENT_TAGS,
    attributes={
        "a": frozenset({"href", "title", "rel", "class", "data-embed"}),
        "code": frozenset({"class"}),
        "ol": frozenset({"start"}),
    },
    classes=_COMMENT_CLASS,
    rel="nofollow ugc noopener",
)

_CELL = frozenset({"colspan", "rowspan", "headers", "scope"})

# For authors: whatever a text needs, and still nothing that runs, embeds or styles.
POST = Policy(
    tags=_COMMENT_TAGS
    | frozenset(
        {
            "h2", "h3", "h4", "h5", "h6", "hr", "section", "div", "span", "figure", "figcaption",
            "img", "picture", "source", "table", "caption", "colgroup", "col", "thead", "tbody",
            "tfoot", "tr", "th", "td", "dl", "dt", "dd", "sup", "sub", "b", "i", "u", "s", "ins",
            "mark", "small", "abbr", "cite", "q", "dfn", "kbd", "samp", "var", "time", "wbr",
            "details", "summary", "address", "input",
        }
    ),
    attributes={
        "*": frozenset({"class", "id", "title", "lang", "dir"}),
        "a": frozenset({"href", "rel", "data-embed", "hreflang"}),
        "img": frozenset(
            {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"}
        ),
        "source": frozenset({"srcset", "sizes", "type", "media", "width", "height"}),
        "ol": frozenset({"start", "reversed", "type"}),
        "li": frozenset({"value"}),
        "td": _CELL,
        "th": _CELL | {"abbr"},
        "col": frozenset({"span"}),
        "colgroup": frozenset({"span"}),
        "time": frozenset({"datetime"}),
        "del": frozenset({"datetime", "cite"}),
        "ins": frozenset({"datetime", "cite"}),
        "blockquote": frozenset({"cite"}),
        "q": frozenset({"cite"}),
        "details": frozenset({"open"}),
        "input": frozenset({"type", "checked", "disabled"}),
    },
    classes=_POST_CLASS,
    rel="noopener",
)  # fmt: skip


def make_safe(html: str, policy: Policy, filters: tuple[Callable, ...] = ()) -> str:
    """Return `html` with nothing left that `policy` does not allow, and its bare addresses linked.

    `filters` are html5lib filters that rewrite the tree between the two gates.
    """
    once = _first_gate(strip_controls(html), policy, filters)
    return strip_controls(_second_gate(once, policy))


def _first_gate(html: str, policy: Policy, filters: tuple[Callable, ...]) -> str:
    linkify = partial(
        LinkifyFilter,
        callbacks=[partial(_finish_link, policy)],
        skip_tags={"pre", "code"},
        parse_email=False,
        url_re=_LINK_TEXT,
    )
    # A cleaner for each call: it is not thread-safe.
    cleaner = Cleaner(
        tags=policy.tags,
        attributes=lambda tag, name, value: (
            _allowed_value(policy, tag, name, unescape(value)) is not None
        ),
        protocols=SCHEMES,
        strip=True,
        filters=[linkify, *filters],
    )
    return cleaner.clean(html)


def _second_gate(html: str, policy: Policy) -> str:
    return nh3.clean(
        html,
        tags=set(policy.tags),
        attributes={tag: set(names) for tag, names in policy.attributes.items()},
        attribute_filter=partial(_allowed_value, policy),
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _finish_link(policy: Policy, attributes: dict, _is_new: bool) -> dict:
    """Say on links to other sites what they are; a callback of bleach's linkify."""
    address = unescape(attributes.get((None, "href"), ""))
    attributes.pop((None, "rel"), None)
    if _SCHEME.match(address) and own_path(address) is None:
        attributes[(None, "rel")] = policy.rel
    return attributes


def _allowed_value(policy: Policy, tag: str, name: str, value: str) -> str | None:
    """Return what may stay of an attribute's value, or None where the attribute must go."""
    if name not in policy.attributes.get("*", ()) and name not in policy.attributes.get(tag, ()):
        return None
    if name == "class":
        return " ".join(filter(policy.classes.fullmatch, value.split())) or None
    is_well_formed = _SHAPES.get(f"{tag}.{name}") or _SHAPES.get(name)
    return value if is_well_formed is None or is_well_formed(value) else None


def _is_allowed_address(value: str, schemes: frozenset[str]) -> bool:
    address = _IGNORED_IN_ADDRESSES.sub("", value)
    if scheme := _SCHEME.match(address):
        return scheme[1].lower() in schemes
    # Two slashes, which browsers also read from backslashes, would leave the site unseen.
    return not re.match(r"[/\\]{2}", address)


def _is_link(value: str) -> bool:
    return _is_allowed_address(value, SCHEMES)


def _is_picture(value: str) -> bool:
    return _is_allowed_address(value, SCHEMES - {"mailto"})


def _are_pictures(value: str) -> bool:
    return all(_CANDIDATES.fullmatch(part.strip()) for part in value.split(", "))


_is_number = re.compile(r"-?\d{1,5}%?").fullmatch

# Attributes whose values are held to a shape; every other allowed one is harmless text.
_SHAPES: dict[str, Callable[[str], object]] = {
    "href": _is_link,
    "cite": _is_link,
    "src": _is_picture,
    "srcset": _are_pictures,
    "data-embed": is_player,
    "input.type": "checkbox".__eq__,
    "id": re.compile(r"\S+").fullmatch,
    "width": _is_number,
    "height": _is_number,
    "colspan": _is_number,
    "rowspan": _is_number,
    "span": _is_number,
    "start": _is_number,
    "value": _is_number,
}
