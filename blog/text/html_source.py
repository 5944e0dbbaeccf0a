"""From the HTML that authors write, or that WordPress stored, to HTML with its paragraphs marked.

As WordPress does it: blank lines part paragraphs and single line ends break lines, outside
elements that shape their own content; block comments carry nothing that a reader sees.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from blog.text.shortcodes import without_shortcodes

# A tag may not hold an angle bracket here: otherwise an unclosed one is searched to the end.
_AS_IT_IS = re.compile(r"<(pre|script|style|textarea)\b[^<>]*>", re.IGNORECASE)
_NOT_SHOWN = frozenset({"script", "style"})
_BLOCK_COMMENT = re.compile(r"<!--\s*(/?)wp:[a-z][\w/-]*[^<>]*?(/?)-->")
_BLOCK_TAG = re.compile(
    r"(</?(?:address|article|aside|blockquote|caption|center|colgroup|col|dd|details|div|dl|dt"
    r"|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|legend|li|main|map|nav|object"
    r"|ol|p|section|select|summary|table|tbody|td|tfoot|th|thead|tr|ul|video|audio)\b[^<>]*>)",
    re.IGNORECASE,
)
_NAME = re.compile(r"</?(\w+)")
_VOID = frozenset({"hr", "col"})
# Whose bare words are paragraphs always, only when blank lines part them, or never.
_HOLDS_PARAGRAPHS = frozenset({"", "blockquote"})
_MAY_HOLD_PARAGRAPHS = frozenset(
    {"article", "aside", "center", "dd", "details", "div", "figure", "footer", "form", "header"}
    | {"li", "main", "section", "td", "th"}
)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_BREAK = re.compile(r"<br\b[^<>]*>[ \t]*\n?", re.IGNORECASE)
_ANY_TAG = re.compile(r"(<[^<>]*>)")


def html_of_source(source: str) -> str:
    """Return `source` with paragraphs, without block comments, known shortcodes written out."""
    return "".join(_html_of(part, is_block) for is_block, part in _by_blocks(source))


def _by_blocks(source: str) -> Iterator[tuple[bool, str]]:
    """Part what stands in the comments of WordPress's block editor from what stands outside."""
    depth = position = 0
    for comment in _BLOCK_COMMENT.finditer(source):
        yield depth > 0, source[position : comment.start()]
        position = comment.end()
        if comment[1]:
            depth = max(depth - 1, 0)
        elif not comment[2]:
            depth += 1
    yield depth > 0, source[position:]


def _html_of(text: str, is_block: bool) -> str:
    done = []
    for element, part in _as_it_is(text):
        if element in _NOT_SHOWN:
            continue
        if element:
            done.append(part)
        else:
            plain = without_shortcodes(part)
            done.append(plain if is_block else _with_paragraphs(plain))
    return "".join(done)


def _as_it_is(text: str) -> Iterator[tuple[str, str]]:
    """Yield (name, whole element) for elements whose line ends count, ("", text) between them."""
    position = 0
    lower = text.lower()
    while start := _AS_IT_IS.search(text, position):
        name = start[1].lower()
        end = lower.find(f"</{name}", start.end())
        stop = lower.find(">", end) + 1 if end >= 0 else 0
        if not stop:
            break
        yield "", text[position : start.start()]
        yield name, text[start.start() : stop]
        position = stop
    yield "", text[position:]


def _with_paragraphs(text: str) -> str:
    done: list[str] = []
    opened = _OpenedElements()
    for index, part in enumerate(_BLOCK_TAG.split(text)):
        if index % 2:
            opened.follow(part)
            done.append(part)
        elif part.strip():
            done.append(_flow(part, opened.innermost))
        else:
            done.append(part)
    return "".join(done)


class _OpenedElements:
    """The block elements that are open at one place of a text, closed or not."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._counts: Counter[str] = Counter()

    @property
    def innermost(self) -> str:
        return self._names[-1] if self._names else ""

    def follow(self, tag: str) -> None:
        name = _NAME.match(tag)[1].lower()  # type: ignore[index]
        if name in _VOID or tag.endswith("/>"):
            return
        if tag.startswith("</"):
            while self._counts[name] and self._pop() != name:
                pass
            return
        if self.innermost == "p":
            self._pop()
        self._names.append(name)
        self._counts[name] += 1

    def _pop(self) -> str:
        name = self._names.pop()
        self._counts[name] -= 1
        return name


def _flow(text: str, parent: str) -> str:
    text = _BREAK.sub("\n", text)
    paragraphs = [part.strip() for part in _BLANK_LINES.split(text) if part.strip()]
    many = len(paragraphs) > 1 and parent in _MAY_HOLD_PARAGRAPHS
    if many or parent in _HOLDS_PARAGRAPHS:
        return "\n" + "\n".join(f"<p>{_with_breaks(part)}</p>" for part in paragraphs) + "\n"
    return _with_breaks(text.strip("\n")) if text.strip() else text


def _with_breaks(text: str) -> str:
    """Break lines where the text does, but not within a tag."""
    parts = _ANY_TAG.split(text)
    return "".join(
        part if index % 2 else part.replace("\n", "<br>\n") for index, part in enumerate(parts)
    )
