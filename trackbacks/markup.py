"""Pure: the tags and texts of somebody else's HTML, in time that grows with its length alone.

html5lib and html.parser read it more faithfully, and both can be kept busy for hours by a page of
1 MB that was written for it (nesting, attributes without number, tags without an end). A page is
read here on a stranger's word, so that faithfulness gives way: no tree is built, nothing is
repaired, and each character is passed over a fixed number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from trackbacks.words import resolved

_NAME = re.compile(r"[A-Za-z][^\t\n\f\r />]*")
_BEFORE_ATTRIBUTE = re.compile(r"[\t\n\f\r /]*")
_ATTRIBUTE = re.compile(r"=?[^\t\n\f\r />=]*")
_EQUALS = re.compile(r"[\t\n\f\r ]*=[\t\n\f\r ]*")
_BARE_VALUE = re.compile(r"[^\t\n\f\r >]*")
_COMMENT_END = re.compile(r"--!?>")
# What stands in these is no markup until their own end tag comes.
_RAW = {
    name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)
    for name in ("title", "textarea", "script", "style", "xmp", "iframe", "noembed", "noframes")
}
_WITH_REFERENCES = {"title", "textarea"}


@dataclass(frozen=True)
class Tag:
    """`attributes` are those of a start tag, the first of each name, with references resolved."""

    name: str
    is_end: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Text:
    """Text between tags; `within` names the element whose raw text it is, such as script."""

    text: str
    within: str = ""


def read_markup(html: str) -> Iterator[Tag | Text]:
    """Yield tags and texts in their order; comments, declarations and unfinished tags are left out.

    What stands in a template element is yielded like the rest.
    """
    position = 0
    while 0 <= position < len(html):
        if html[position] != "<":
            end = _next_tag(html, position)
            yield Text(resolved(html[position:end]))
            position = end
            continue
        found, position = _read_angle(html, position)
        if found:
            yield found
        if isinstance(found, Tag) and not found.is_end:
            if found.name == "plaintext":
                return
            if found.name in _RAW:
                text, position = _read_raw(html, position, found.name)
                yield text


def _next_tag(html: str, position: int) -> int:
    found = html.find("<", position)
    return len(html) if found < 0 else found


def _read_raw(html: str, position: int, name: str) -> tuple[Text, int]:
    end = _RAW[name].search(html, position)
    stop = end.start() if end else len(html)
    raw = html[position:stop]
    return Text(resolved(raw) if name in _WITH_REFERENCES else raw, within=name), stop


def _read_angle(html: str, start: int) -> tuple[Tag | Text | None, int]:
    """Return what the "<" at `start` begins, and where to go on: below 0 where the page is over."""
    if html.startswith("<!--", start):
        comment = _COMMENT_END.search(html, start + 2)
        return None, comment.end() if comment else -1
    is_end = html.startswith("/", start + 1)
    name = _NAME.match(html, start + 1 + is_end)
    if name:
        attributes, position = _read_attributes(html, name.end())
        return Tag(name[0].lower(), is_end, attributes) if position > 0 else None, position
    if is_end or html.startswith(("<!", "<?"), start):
        return None, html.find(">", start) + 1 or -1
    return Text("<"), start + 1


def _read_attributes(html: str, position: int) -> tuple[dict[str, str], int]:
    """Read on from the name of a tag to behind its ">", or to -1 where there is none."""
    attributes: dict[str, str] = {}
    while True:
        position = _end(_BEFORE_ATTRIBUTE, html, position)
        if position >= len(html):
            return attributes, -1
        if html[position] == ">":
            return attributes, position + 1
        name_end = _end(_ATTRIBUTE, html, position)
        name = html[position:name_end].lower()
        value, position = _read_value(html, name_end)
        if position < 0:
            return attributes, -1
        attributes.setdefault(name, value)


def _read_value(html: str, position: int) -> tuple[str, int]:
    equals = _EQUALS.match(html, position)
    if not equals:
        return "", position
    start = equals.end()
    quote = html[start : start + 1]
    if quote in {"'", '"'}:
        end = html.find(quote, start + 1)
        return resolved(html[start + 1 : end], is_attribute=True) if end > 0 else "", end + 1 or -1
    end = _end(_BARE_VALUE, html, start)
    return resolved(html[start:end], is_attribute=True), end


def _end(pattern: re.Pattern, html: str, position: int) -> int:
    """Return where a match of `pattern` that may be empty ends."""
    found = pattern.match(html, position)
    return found.end() if found else position
