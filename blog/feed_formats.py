"""How a feed is written: full text in RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date

from blog.text.plain import strip_controls


class Printable(SyndicationFeed):
    """Leaves out the characters that XML forbids: one of them would end the whole feed.

    Each format has a `name`, and a `last_part` of the address below what it is a feed of.
    """

    name: str
    last_part: str

    def __init__(self, title: str, link: str, description: str | None, **fields: Any) -> None:
        super().__init__(_printable(title), link, _printable(description), **_printable(fields))

    def add_item(self, *args: Any, **fields: Any) -> None:
        super().add_item(*_printable(args), **_printable(fields))

    def latest_post_date(self) -> datetime:
        """Return when an item last changed. Of an empty feed the same moment whenever it is
        asked for: were it now, no reader would ever be told that nothing changed.
        """
        return super().latest_post_date() if self.items else datetime.fromtimestamp(0, UTC)


def _printable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _printable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(part) for part in value]
    return strip_controls(value) if isinstance(value, str) else value


class RssFeed(Printable, Rss201rev2Feed):
    """RSS 2.0 with the text in content:encoded and the number of comments in slash:comments."""

    name = "rss"
    last_part = "feed/"

    def rss_attributes(self) -> dict:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:slash": "http://purl.org/rss/1.0/modules/slash/",
        }

    def add_item_elements(self, handler, item: dict) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])
        if "comment_count" in item:
            handler.addQuickElement("slash:comments", item["comment_count"])


class AtomFeed(Printable, Atom1Feed):
    """Atom with the whole text beside the summary."""

    name = "atom"
    last_part = "feed/atom/"

    def add_item_elements(self, handler, item: dict) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonFeed(Printable):
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

    name = "json"
    last_part = "feed.json"

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding: str) -> None:
        # A title may say <script>; a program that takes this for HTML must not find one.
        outfile.write(json.dumps(self._whole(), ensure_ascii=False).replace("<", r"\u003c"))

    def _whole(self) -> dict:
        return {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "items": [self._item(item) for item in self.items],
        }

    def _item(self, item: dict) -> dict:
        return {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_html": item["content"],
            "summary": item["summary"],
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [{"name": item["author_name"]}],
            "tags": item["categories"],
        }


FORMATS: tuple[type[Printable], ...] = (RssFeed, AtomFeed, JsonFeed)
