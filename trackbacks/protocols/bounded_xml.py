"""Pure: small XML documents of strangers, read into a tree that cannot grow out of hand.

Expat alone does it, without what it takes to attack: a document type is refused before any entity
of it exists, in whatever encoding it comes; depth, elements and bytes are bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from blog.web.charsets import codec_by_mark, codec_of

MOST_BYTES = 64 * 1024
MOST_DEPTH = 30
MOST_ELEMENTS = 1000
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}?\bencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_WITHOUT_MARK = {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}


class XMLRefused(ValueError):
    """What came is no XML, or more of it than is read; the message says what, in English."""


@dataclass
class Element:
    """`text` is what stands directly in the element, between its children too."""

    name: str
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def first(self, *path: str) -> Element | None:
        """Return the first element at `path` below this one."""
        found: Element | None = self
        for name in path:
            if found is None:
                return None
            found = next((child for child in found.children if child.name == name), None)
        return found

    def all(self, name: str) -> list[Element]:
        return [child for child in self.children if child.name == name]


def read_xml(data: bytes) -> Element:
    """Return the outermost element of `data`. Raises XMLRefused, whatever the bytes are.

    Blanks before the declaration are overlooked: servers send them.
    """
    if len(data) > MOST_BYTES:
        raise XMLRefused(f"more than {MOST_BYTES} bytes")
    builder = _Builder()
    # The encoding is settled here, since expat would ask Python's codecs for any name it is given.
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.refuse_doctype
    try:
        parser.Parse(_as_text(data).lstrip().encode(), True)
    except expat.ExpatError as error:
        raise XMLRefused(expat.ErrorString(error.code)) from error
    except UnicodeError as error:
        raise XMLRefused("bytes that are not in the encoding it names") from error
    return builder.whole()


def _as_text(data: bytes) -> str:
    """Decode by the byte order mark, the declaration, or as UTF-8. Raises UnicodeError."""
    codec = codec_by_mark(data) or _WITHOUT_MARK.get(data[:2])
    declared = _DECLARED.search(data[:200])
    if not codec and declared:
        codec = codec_of(declared[1].decode())
        if not codec:
            raise XMLRefused("an encoding that is not taken")
    return data.decode(codec or "utf-8").removeprefix("\ufeff")


class _Builder:
    """Builds the tree as the parser reports it."""

    def __init__(self) -> None:
        self._root = Element("")
        self._open = [self._root]
        self._count = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) > MOST_DEPTH or self._count > MOST_ELEMENTS:
            raise XMLRefused("more elements, or deeper ones, than such a document has")
        element = Element(name)
        self._open[-1].children.append(element)
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, text: str) -> None:
        self._open[-1].text += text

    def refuse_doctype(self, *_declaration: object) -> None:
        raise XMLRefused("a document type, and none is read")

    def whole(self) -> Element:
        return self._root.children[0]
