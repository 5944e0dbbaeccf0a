"""Pure: what a page says in microformats about its link to us: by whom, when, and as what.

Read by mf2py, which would fetch the page by itself if it were not given (it always is), knows no
bounds (tidy() sets them), and passes HTML and addresses of any scheme on (they end here).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from django.utils.dateparse import parse_date, parse_datetime

from trackbacks.markup import Tag, read_markup
from trackbacks.tidy import tidy
from trackbacks.words import NAME_LENGTH, TITLE_LENGTH, plain_words

LONGEST_ADDRESS = 2000
# A reply is worth reading whole where it is short.
SUMMARY_LENGTH = 1000
# The first of these that names us tells the kind (W3C Post Type Discovery, section 4).
_KINDS = {
    "in-reply-to": "reply",
    "repost-of": "repost",
    "like-of": "like",
    "bookmark-of": "bookmark",
}
_ENTRIES = {"h-entry", "h-event", "h-review", "h-recipe", "h-cite"}
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_MOST_ITEMS = 200
# How deep an entry may stand in feeds, and an address in values within values.
_MOST_LEVELS = 5

Item = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """What the entry says that links to us, in plain text; empty where it says nothing.

    `kind` is reply, repost, like, bookmark or mention.
    """

    kind: str = "mention"
    title: str = ""
    summary: str = ""
    author: str = ""
    author_url: str = ""
    published_at: datetime | None = None


def read_entry(html: str, url: str, is_target: Callable[[str], bool]) -> Entry:
    """Read the entry of the page at `url` that links to us; is_target knows our addresses.

    Where the page has no microformats, or none round the link, an empty Entry is returned.
    """
    items = _items(html, url)
    entries = [found for found in _walk(items) if _ENTRIES & set(found[0].get("type", ()))]
    item, feed = _linking(entries, is_target)
    if item is None:
        return Entry()
    card = _card(item) or _card(feed or {}) or _only_card(items)
    content = _first_text(item, "content") or _first_text(item, "summary")
    name = _first_text(item, "name")
    return Entry(
        kind=_kind(item, is_target) or "mention",
        # A note has no name; what stands for it is the beginning of its text.
        title=""
        if _squeezed(content).startswith(_squeezed(name))
        else plain_words(name, TITLE_LENGTH),
        summary=plain_words(content, SUMMARY_LENGTH),
        author=plain_words(_card_name(card), NAME_LENGTH),
        author_url=_card_url(card),
        published_at=_moment(_first_text(item, "published")),
    )


def _items(html: str, url: str) -> list[Item]:
    # Imported late: it brings two large libraries along, which a web process does without.
    import mf2py  # noqa: PLC0415

    try:
        return mf2py.parse(doc=tidy(html), url=url, html_parser="html.parser")["items"]
    except Exception:  # whatever it stumbles over, there are no microformats to be had
        return []


def _walk(items: list[Item]) -> Iterator[tuple[Item, Item | None]]:
    """Yield each item with the one it stands in, outer ones first."""
    level: list[tuple[Item, Item | None]] = [(item, None) for item in items]
    for _depth in range(_MOST_LEVELS):
        yield from level[:_MOST_ITEMS]
        level = [(child, item) for item, _parent in level for child in item.get("children", ())]


def _linking(
    entries: list[tuple[Item, Item | None]], is_target: Callable[[str], bool]
) -> tuple[Item | None, Item | None]:
    """Return the entry that links to us, and what it stands in: the one that says as what first."""
    for item, feed in entries:
        if _kind(item, is_target):
            return item, feed
    for item, feed in entries:
        if _has_link(item, is_target):
            return item, feed
    return entries[0] if len(entries) == 1 else (None, None)


def _kind(item: Item, is_target: Callable[[str], bool]) -> str:
    for name, kind in _KINDS.items():
        if any(is_target(address) for value in _values(item, name) for address in _urls(value)):
            return kind
    return ""


def _has_link(item: Item, is_target: Callable[[str], bool]) -> bool:
    htmls = [value.get("html", "") for value in _values(item, "content") if _is_dict(value)]
    return any(
        is_target(tag.attributes.get("href", ""))
        for html in htmls
        for tag in read_markup(html)
        if isinstance(tag, Tag) and tag.name == "a"
    )


def _values(item: Item, name: str) -> list[Any]:
    return item.get("properties", {}).get(name, [])


def _urls(value: Any, levels: int = _MOST_LEVELS) -> Iterator[str]:
    """Yield the addresses that a value names, be it one, a picture, or a citation."""
    if isinstance(value, str):
        yield value
    elif _is_dict(value) and levels:
        yield from _urls(value.get("value"), levels - 1)
        for inner in _values(value, "url"):
            yield from _urls(inner, levels - 1)


def _first_text(item: Item, name: str) -> str:
    return next((text for value in _values(item, name) if (text := _text(value))), "")


def _text(value: Any) -> str:
    text = value.get("value", "") if _is_dict(value) else value
    return text if isinstance(text, str) else ""


def _is_dict(value: Any) -> bool:
    return isinstance(value, dict)


def _card(item: Item) -> Any:
    """Return who wrote `item`: a card, or a name or an address alone."""
    return next((value for value in _values(item, "author") if _card_name(value)), None)


def _only_card(items: list[Item]) -> Any:
    """Return the one card of the page: of several, none is known to be the author's."""
    cards = [item for item, _feed in _walk(items) if "h-card" in item.get("type", ())]
    return cards[0] if len(cards) == 1 else None


def _card_name(card: Any) -> str:
    if _is_dict(card):
        return _first_text(card, "name") or _text(card)
    return "" if _web_address(_text(card)) else _text(card)


def _card_url(card: Any) -> str:
    urls = _values(card, "url") if _is_dict(card) else []
    return next((url for value in urls if (url := _web_address(_text(value)))), "")


def _web_address(address: str) -> str:
    """Return `address` if it may be linked to: http or https, short, without a user's name."""
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    is_plain = "@" not in parts.netloc and not any(char <= " " for char in address)
    return address if is_web and is_plain and len(address) <= LONGEST_ADDRESS else ""


def _moment(text: str) -> datetime | None:
    """Return the moment that `text` names, as UTC where it says no zone; None where it is none."""
    try:
        moment = parse_datetime(text.strip()) or _midnight(parse_date(text.strip()))
        if moment is None:
            return None
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment >= _EARLIEST else None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time()) if day else None


def _squeezed(text: str) -> str:
    return " ".join(text.split())
