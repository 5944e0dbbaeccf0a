"""Pure: somebody else's HTML written anew for a parser that trusts its input: closed and shallow.

Parsers of microformats build trees and walk them again and again; a page that was made for it
keeps them busy for hours. So they get no page as it came, but what is left of it here: elements
closed in order, none too deep, the attributes and classes alone that microformats are made of,
and no more in all than is read in a second or two.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import escape

from trackbacks.markup import Tag, Text, read_markup

MOST_DEPTH = 150
# One unit is an element or 50 characters, once for itself and once for each microformat round it,
# since that is how often its text is put together. And a microformat that is several properties
# of the one round it is in the result several times, with all that is in it.
MOST_WORK = 30_000
_CHARACTERS_A_UNIT = 50

_CLASS = re.compile(r"(?:h|p|u|e|dt)-[a-z][a-z0-9-]*|value|value-title")
_ROOT = re.compile(r"h-[a-z][a-z0-9-]*")
# The names of before 2010, of which many themes are still made. They are translated here, since
# mf2py copies all of an element thirty times to do it.
_OLD_ROOTS = {"hfeed": "h-feed", "hentry": "h-entry", "vcard": "h-card"}
_OLD_PROPERTIES = {
    "author": "p-author",
    "entry-content": "e-content",
    "entry-summary": "p-summary",
    "entry-title": "p-name",
    "fn": "p-name",
    "published": "dt-published",
    "url": "u-url",
}
_ATTRIBUTES = {"alt", "data", "datetime", "href", "poster", "src", "title", "value"}
_NO_MARKUP = {"iframe", "noembed", "noframes", "script", "style", "template", "textarea", "xmp"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
         "track", "wbr"}  # fmt: skip
_CELLS = {"td", "th", "tr", "tbody", "tfoot"}
# Whose end may be left out, and where which begins (HTML, section 13.1.2.4).
_ENDED_BY = {
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "option": {"option", "optgroup"},
    "tr": {"tr", "tbody", "tfoot"},
    "td": _CELLS,
    "th": _CELLS,
    "p": {
        "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
    },
}  # fmt: skip


def tidy(html: str) -> str:
    """Return what of `html` microformats are read from; at the end of MOST_WORK it is cut off."""
    writer = _Writer()
    for part in read_markup(html):
        if writer.is_full:
            break
        if isinstance(part, Text):
            writer.text(part)
        elif part.is_end:
            writer.end(part.name)
        else:
            writer.start(part)
    return writer.whole()


@dataclass(frozen=True)
class _Opened:
    """`is_old_root`: of an old root or of a new one, or of none. `times` it is in the result."""

    name: str
    is_format: bool
    is_old_root: bool | None
    times: int


class _Writer:
    def __init__(self) -> None:
        self._done: list[str] = []
        self._open: list[_Opened] = []
        self._names: Counter[str] = Counter()
        self._old_roots: list[bool] = []
        self._formats = self._work = self._templates = 0

    @property
    def is_full(self) -> bool:
        return self._work > MOST_WORK

    def text(self, part: Text) -> None:
        if part.within in _NO_MARKUP or self._templates:
            return
        self._count(len(part.text) // _CHARACTERS_A_UNIT)
        self._done.append(escape(part.text, quote=False))

    def start(self, tag: Tag) -> None:
        if tag.name == "template":
            self._templates += 1
        if tag.name in _NO_MARKUP or self._templates:
            return
        self._count(1)
        while self._open and tag.name in _ENDED_BY.get(self._open[-1].name, ()):
            self._close()
        names = tag.attributes.get("class", "").split()
        classes = _classes(names, is_in_old=bool(self._old_roots and self._old_roots[-1]))
        if tag.name in _VOID:
            self._done.append(_start_tag(tag, classes))
        elif len(self._open) < MOST_DEPTH:
            self._done.append(_start_tag(tag, classes))
            self._note(tag.name, names, classes)

    def end(self, name: str) -> None:
        if name == "template":
            self._templates = max(0, self._templates - 1)
        elif not self._templates:
            while self._names[name] and self._close() != name:
                pass

    def whole(self) -> str:
        while self._open:
            self._close()
        return "".join(self._done)

    def _note(self, name: str, names: list[str], classes: list[str]) -> None:
        """Remember that an element is open, and of what kind it is."""
        is_root = any(map(_ROOT.fullmatch, classes))
        is_old = not any(map(_ROOT.fullmatch, names)) if is_root else None
        properties = len({one for one in classes if not _ROOT.fullmatch(one)})
        times = max(1, properties) if is_root else 1
        self._open.append(_Opened(name, bool(classes), is_old, self._times * times))
        self._names[name] += 1
        self._formats += bool(classes)
        if is_old is not None:
            self._old_roots.append(is_old)

    def _close(self) -> str:
        closed = self._open.pop()
        self._names[closed.name] -= 1
        self._formats -= closed.is_format
        if closed.is_old_root is not None:
            self._old_roots.pop()
        self._done.append(f"</{closed.name}>")
        return closed.name

    def _count(self, units: int) -> None:
        self._work += (1 + units) * (1 + self._formats) * self._times

    @property
    def _times(self) -> int:
        return self._open[-1].times if self._open else 1


def _classes(names: list[str], *, is_in_old: bool) -> list[str]:
    """Return the names that are microformats, or what old ones are called now.

    An element that says both means the new ones.
    """
    new = [name for name in names if _CLASS.fullmatch(name)]
    if new:
        return new
    properties = [_OLD_PROPERTIES[name] for name in names if name in _OLD_PROPERTIES and is_in_old]
    return properties + [_OLD_ROOTS[name] for name in names if name in _OLD_ROOTS]


def _start_tag(tag: Tag, classes: list[str]) -> str:
    kept = {name: tag.attributes[name] for name in tag.attributes.keys() & _ATTRIBUTES}
    if classes:
        kept["class"] = " ".join(classes)
    written = "".join(f' {name}="{escape(value)}"' for name, value in sorted(kept.items()))
    return f"<{tag.name}{written}>"
