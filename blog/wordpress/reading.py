"""From the elements of an export to plain values; unknown elements are passed over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from typing import BinaryIO
from xml.etree.ElementTree import Element

from blog.text.plain import clean_line, text_of_html
from blog.wordpress.dates import day_of, moment
from blog.wordpress.records import Author, Blog, Item, Said, Term
from blog.wordpress.xml import ExportFile, NotAnExportError, pieces

_NAMESPACES = (
    (re.compile(r"\{https?://wordpress\.org/export/1\.\d+/\}"), "wp:"),
    (re.compile(r"\{https?://wordpress\.org/export/1\.\d+/excerpt/\}"), "excerpt:"),
    (re.compile(r"\{http://purl\.org/rss/1\.0/modules/content/\}"), "content:"),
    (re.compile(r"\{http://purl\.org/dc/elements/1\.1/\}"), "dc:"),
)
# What the blog's memory of imported rows can hold.
_NUMBER_LENGTH = 300
_NUMBER_IN_ADDRESS = re.compile(r"[?&](?:p|page_id)=([1-9][0-9]*)$")
_TAXONOMIES = {"tag": "post_tag"}


@lru_cache(maxsize=1000)
def _name(tag: str) -> str:
    """Return the name with the usual prefix, whichever version its namespace is of."""
    for namespace, prefix in _NAMESPACES:
        if found := namespace.match(tag):
            return prefix + tag[found.end() :]
    return tag


class _Fields:
    """The texts of an element's children by name; where one comes twice the first counts."""

    def __init__(self, element: Element):
        self.texts: dict[str, str] = {}
        for child in element:
            if (name := _name(child.tag)) not in self.texts:
                self.texts[name] = "".join(child.itertext())

    def raw(self, name: str) -> str:
        return self.texts.get(name, "")

    def line(self, name: str) -> str:
        return clean_line(self.raw(name))

    def words(self, name: str) -> str:
        """A line that WordPress keeps as HTML, as the text that it shows."""
        return text_of_html(self.raw(name))

    def number(self, name: str) -> str:
        """A reference to another row, where 0 means none."""
        return self.line(name).lstrip("0")[:_NUMBER_LENGTH]


class Export:
    """An opened file. Raises ExportError, here or later, where it is no export or is broken."""

    def __init__(self, file: BinaryIO):
        self._file = ExportFile(file)

    @property
    def controls(self) -> int:
        """How many control characters were left out so far."""
        return self._file.controls

    def read(self) -> tuple[Blog, Iterator[Author | Term | Item]]:
        """Return whose export this is, and what it holds in the order of the file, read as it is
        asked for: what stands before a broken place is given before ExportError is raised."""
        header: dict[str, str] = {}
        found = pieces(self._file)
        first: list[Author | Term | Item] = []
        for piece in found:
            if read := _READERS.get(_name(piece.tag)):
                first = [read(piece)]
                break
            header.setdefault(_name(piece.tag), clean_line("".join(piece.itertext())))
        return _blog(header), chain(first, _read_each(found))


def _read_each(found: Iterator[Element]) -> Iterator[Author | Term | Item]:
    for piece in found:
        if read := _READERS.get(_name(piece.tag)):
            yield read(piece)


def _blog(header: dict[str, str]) -> Blog:
    version = header.get("wp:wxr_version", "")
    if not version:
        raise NotAnExportError(
            "It is a feed without wp:wxr_version. Make an export in WordPress under Tools, Export."
        )
    if not re.fullmatch(r"1\.\d+", version):
        raise NotAnExportError(f"Its version is {version[:20]}, and 1.0 to 1.2 can be read.")
    # wp:base_site_url is the same for all blogs of a network.
    names = ("wp:base_blog_url", "link", "wp:base_site_url", "title")
    address = next((header[name] for name in names if header.get(name)), "")
    return Blog(version, re.sub(r"^https?://(?:www\.)?", "", address.lower()).rstrip("/"))


def _author(element: Element) -> Author:
    fields = _Fields(element)
    return Author(
        login=fields.line("wp:author_login"),
        number=fields.number("wp:author_id"),
        email=fields.line("wp:author_email"),
        display_name=fields.words("wp:author_display_name"),
        first_name=fields.words("wp:author_first_name"),
        last_name=fields.words("wp:author_last_name"),
    )


def _category(element: Element) -> Term:
    fields = _Fields(element)
    return Term(
        taxonomy="category",
        slug=fields.line("wp:category_nicename"),
        name=fields.words("wp:cat_name"),
        parent=fields.line("wp:category_parent"),
        description=fields.words("wp:category_description"),
    )


def _tag(element: Element) -> Term:
    fields = _Fields(element)
    return Term(
        taxonomy="post_tag",
        slug=fields.line("wp:tag_slug"),
        name=fields.words("wp:tag_name"),
        description=fields.words("wp:tag_description"),
    )


def _term(element: Element) -> Term:
    fields = _Fields(element)
    return Term(
        taxonomy=fields.line("wp:term_taxonomy"),
        slug=fields.line("wp:term_slug"),
        name=fields.words("wp:term_name"),
        parent=fields.line("wp:term_parent"),
        description=fields.words("wp:term_description"),
    )


def _item(element: Element) -> Item:
    fields = _Fields(element)
    gmt, local = fields.raw("wp:post_date_gmt"), fields.raw("wp:post_date")
    changed = fields.raw("wp:post_modified_gmt"), fields.raw("wp:post_modified")
    return Item(
        number=fields.number("wp:post_id") or _number_of_address(fields.line("guid")),
        kind=fields.line("wp:post_type"),
        title=fields.words("title"),
        slug=fields.line("wp:post_name"),
        body=fields.raw("content:encoded"),
        excerpt=fields.words("excerpt:encoded"),
        author=fields.line("dc:creator"),
        status=fields.line("wp:status"),
        published_at=moment(gmt, local),
        is_dated=moment(gmt, "") is not None,
        local_day=day_of(local),
        changed_at=moment(*changed),
        parent=fields.number("wp:post_parent"),
        menu_order=_small_number(fields.line("wp:menu_order")),
        is_sticky=fields.line("wp:is_sticky") == "1",
        has_password=bool(fields.raw("wp:post_password").strip()),
        takes_comments=fields.line("wp:comment_status") != "closed",
        takes_pings=fields.line("wp:ping_status") != "closed",
        terms=tuple(_terms_of(element)),
        said=tuple(_said(child) for child in element if _name(child.tag) == "wp:comment"),
    )


def _number_of_address(guid: str) -> str:
    """Older exports give an item its number in this alone, or only an address that lasts."""
    found = _NUMBER_IN_ADDRESS.search(guid)
    return (found[1] if found else guid)[:_NUMBER_LENGTH]


def _small_number(text: str) -> int:
    return int(text) if re.fullmatch(r"-?[0-9]{1,4}", text) else 0


def _terms_of(item: Element) -> Iterator[Term]:
    """Those with a taxonomy: WXR 1.0 names each a second time without."""
    for element in item:
        taxonomy = element.get("domain", "") if element.tag == "category" else ""
        name = text_of_html("".join(element.itertext())) if taxonomy else ""
        if taxonomy:
            slug = clean_line(element.get("nicename", ""))
            yield Term(_TAXONOMIES.get(taxonomy, taxonomy), slug, name or slug)


def _said(element: Element) -> Said:
    fields = _Fields(element)
    return Said(
        number=fields.number("wp:comment_id"),
        kind=fields.line("wp:comment_type") or "comment",
        name=fields.words("wp:comment_author"),
        email=fields.line("wp:comment_author_email"),
        url=fields.line("wp:comment_author_url"),
        ip=fields.line("wp:comment_author_IP"),
        text=fields.raw("wp:comment_content"),
        written_at=moment(fields.raw("wp:comment_date_gmt"), fields.raw("wp:comment_date")),
        approved=fields.line("wp:comment_approved"),
        parent=fields.number("wp:comment_parent"),
        account=fields.number("wp:comment_user_id"),
    )


_READERS: dict[str, Callable[[Element], Author | Term | Item]] = {
    "wp:author": _author,
    "wp:category": _category,
    "wp:tag": _tag,
    "wp:term": _term,
    "item": _item,
}
