"""Pure: does somebody else's page link to us, and in which words?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from trackbacks.markup import Tag, Text, read_markup
from trackbacks.words import EXCERPT_LENGTH, NAME_LENGTH, TITLE_LENGTH, short_line

LONGEST_LINK = 2000
# What a reader can click, and all else by which a page may mention another (Webmention, 3.2.2).
CLICKABLE = {"a": ("href",), "area": ("href",)}
MENTIONING = CLICKABLE | {
    "audio": ("src",),
    "blockquote": ("cite",),
    "del": ("cite",),
    "embed": ("src",),
    "iframe": ("src",),
    "img": ("src",),
    "ins": ("cite",),
    "link": ("href",),
    "object": ("data",),
    "q": ("cite",),
    "source": ("src",),
    "video": ("src", "poster"),
}
# At these a sentence ends at the latest.
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "head", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "table", "td", "th", "tr", "ul",
}  # fmt: skip
# So much on either side of a link is looked at for the ends of its sentence.
_NEAR = 2000
_SENTENCE_END = re.compile(r"[.!?…]['\"\u2019\u201d»)]*\s+|[\u3002\uff01\uff1f]")
_NAMES = {"og:title": "title", "og:site_name": "site_name", "application-name": "site_name"}


@dataclass(frozen=True)
class Source:
    """What a page says of itself, in plain words; `excerpt` is the sentence with the link."""

    is_linking: bool = False
    title: str = ""
    site_name: str = ""
    excerpt: str = ""


def read_source(
    html: str,
    url: str,
    is_target: Callable[[str], bool],
    links: Mapping[str, tuple[str, ...]] = CLICKABLE,
) -> Source:
    """Read the page `html` that came from `url`; `is_target` knows the addresses that are meant.

    A link is an element of `links` with one of its attributes: not an address in words, a comment,
    a script, a template or another element's data. Relative ones are read by the page's base.
    """
    reader = _Reader(url, is_target, links)
    for part in read_markup(html):
        if isinstance(part, Tag):
            reader.take_tag(part)
        else:
            reader.take_text(part)
    return reader.result()


class _Reader:
    """Goes over the page once and keeps no more of its text than one block."""

    def __init__(
        self, url: str, is_target: Callable[[str], bool], links: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._base, self._has_base = url, False
        self._is_target = is_target
        self._links = links
        self._names: dict[str, str] = {}
        self._templates = 0
        self._block: list[str] = []
        # The texts before the link, once it is found, and then those from it on.
        self._before: str | None = None
        self._after: str | None = None

    def take_text(self, part: Text) -> None:
        if part.within == "title":
            self._names.setdefault("page_title", part.text)
        if not part.within and not self._templates:
            self._block.append(part.text)

    def take_tag(self, tag: Tag) -> None:
        if tag.name == "template":
            self._templates = max(0, self._templates + (-1 if tag.is_end else 1))
        elif not self._templates:
            if tag.name in _BLOCKS:
                self._end_block()
            if not tag.is_end:
                self._take_start(tag)

    def _take_start(self, tag: Tag) -> None:
        if tag.name == "base" and "href" in tag.attributes and not self._has_base:
            self._base, self._has_base = self._absolute(tag.attributes["href"]), True
        elif tag.name == "meta":
            self._take_name(tag.attributes)
        for attribute in self._links.get(tag.name, ()):
            if attribute in tag.attributes and self._before is None:
                self._take_link(tag.attributes[attribute])

    def _take_link(self, address: str) -> None:
        if self._is_target(self._absolute(address)):
            self._before = "".join(self._block)[-_NEAR:]
            self._block = []

    def _take_name(self, attributes: dict[str, str]) -> None:
        name = _NAMES.get(attributes.get("property") or attributes.get("name") or "")
        if name:
            self._names.setdefault(name, attributes.get("content", ""))

    def _end_block(self) -> None:
        if self._before is not None and self._after is None:
            self._after = "".join(self._block)[:_NEAR]
        self._block = []

    def _absolute(self, address: str) -> str:
        """Return `address` as seen from this page, or nothing where it is none."""
        try:
            return urljoin(self._base, address.strip()) if len(address) <= LONGEST_LINK else ""
        except ValueError:
            return ""

    def result(self) -> Source:
        self._end_block()
        title = self._names.get("title") or self._names.get("page_title", "")
        return Source(
            is_linking=self._before is not None,
            title=short_line(title, TITLE_LENGTH),
            site_name=short_line(self._names.get("site_name", ""), NAME_LENGTH),
            excerpt=_sentence(self._before or "", self._after or ""),
        )


def _sentence(before: str, after: str) -> str:
    """Return the sentence that begins in `before` and ends in `after`, in plain words."""
    starts = [found.end() for found in _SENTENCE_END.finditer(before)]
    end = _SENTENCE_END.search(f"{after} ")
    start = starts[-1] if starts else 0
    return short_line(before[start:] + after[: end.end() if end else None], EXCERPT_LENGTH)
