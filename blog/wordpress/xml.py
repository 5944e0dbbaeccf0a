"""The XML of an export, piece by piece: whatever its size, one piece at a time is in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError
from xml.parsers.expat import ErrorString

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

# No text needs these and XML forbids them, yet exports hold them. In UTF-8 none is part of another
# character; in UTF-16 they may be.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_BLANKS = b"\xef\xbb\xbf \t\r\n"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_FILES = {
    b"PK": "It is a ZIP archive: unpack it and import the .xml file that is in it.",
    b"\x1f\x8b": "It is compressed: unpack it with gunzip first.",
}
_HOW_TO_EXPORT = "Make one in WordPress under Tools, Export, All content."


class ExportError(Exception):
    """Why a file cannot be read, or not any further; its text is a message for people."""


class NotAnExportError(ExportError):
    """The file is something else."""

    def __init__(self, why: str):
        super().__init__(f"This is not a WordPress export. {why}")


class BrokenExportError(ExportError):
    """`line` and `column`, both from 1, are where the file cannot be read any further."""

    def __init__(self, line: int, column: int, reason: str, hint: str):
        super().__init__(f"The file is broken in line {line}, column {column}: {reason}. {hint}")
        self.line, self.column, self.reason, self.hint = line, column, reason, hint


_CUT_OFF = "It ends too early: the export or its download was cut off. Make it again."
_BAD_TEXT = (
    "Something there is not UTF-8, or is a bare & or < (written &amp; and &lt; in XML). "
    "Mend that line, or export again."
)
# By expat's numbers of errors.
_HINTS = {
    3: _CUT_OFF,
    4: _BAD_TEXT,
    5: _CUT_OFF,
    7: "An element is closed that was not opened, or in the wrong order. Mend it there.",
    9: "Something follows the end of the export. Delete it, or import the second file by itself.",
    11: "XML knows no such name: write the character itself instead.",
    20: _CUT_OFF,
}
_OTHER_HINT = "Mend that line, or export again."


class ExportFile:
    """The bytes of a file as the parser can take them.

    Blank lines before the XML, which a careless plugin prints, and control characters are left
    out; `controls` counts the latter, `lines_before` the former.
    """

    def __init__(self, file: BinaryIO):
        self._file = file
        self._is_clean = False
        self.controls = 0
        self.lines_before = 0
        self._head = self._read_head()

    def _read_head(self) -> bytes:
        skipped, head = b"", b""
        while not head and (chunk := self._file.read(4096)):
            head = chunk.lstrip(_BLANKS)
            skipped += chunk[: len(chunk) - len(head)]
        self.lines_before = skipped.count(b"\n")
        self._is_clean = head.startswith(_UTF_16)
        for mark, hint in _OTHER_FILES.items():
            if head.startswith(mark):
                raise NotAnExportError(hint)
        if not head:
            raise NotAnExportError(f"It is empty. {_HOW_TO_EXPORT}")
        if not self._is_clean and not head.startswith(b"<"):
            raise NotAnExportError(f"It does not begin as XML does. {_HOW_TO_EXPORT}")
        return head

    def read(self, size: int) -> bytes:
        chunk = b"-"
        while chunk:
            chunk, self._head = self._head or self._file.read(size), b""
            if self._is_clean:
                return chunk
            if clean := chunk.translate(None, _CONTROLS):
                self.controls += len(chunk) - len(clean)
                return clean
            # Nothing but control characters, which must not be taken for the end.
            self.controls += len(chunk)
        return b""


def pieces(file: ExportFile) -> Iterator[Element]:
    """Yield each element of the channel when it has ended, and forget it afterwards.

    Raises NotAnExportError where the file is other XML, BrokenExportError where it breaks off:
    whatever stands before that place was yielded.
    """
    path: list[Element] = []
    for event, element in _events(file):
        if event == "start":
            _check_place(path, element)
            path.append(element)
            continue
        path.pop()
        if len(path) == 2:
            if path[1].tag == "channel":
                yield element
            path[1].remove(element)


def _check_place(path: list[Element], element: Element) -> None:
    if not path and element.tag != "rss":
        name = element.tag.rpartition("}")[2][:40]
        raise NotAnExportError(f"It begins with <{name}> and not with <rss>. {_HOW_TO_EXPORT}")


def _events(file: ExportFile) -> Iterator[tuple[str, Element]]:
    try:
        yield from iterparse(file, events=("start", "end"), forbid_dtd=True)
    except ParseError as error:
        line, column = error.position
        raise BrokenExportError(
            line + file.lines_before,
            column + 1,
            ErrorString(error.code) or "no XML",
            _HINTS.get(error.code, _OTHER_HINT),
        ) from error
    except DefusedXmlException as error:
        raise NotAnExportError(
            "It declares a document type or entities of its own, which no export does and "
            f"which could exhaust this machine. {_HOW_TO_EXPORT}"
        ) from error
    except (LookupError, ValueError) as error:
        raise NotAnExportError(f"Its encoding cannot be read. Save it as UTF-8: {error}") from error
