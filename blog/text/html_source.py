"""From the HTML that authors write, or that older engines stored, to whole paragraphs."""

from __future__ import annotations

import re

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_BLOCK = (
    r"(?:p|div|ul|ol|li|dl|dt|dd|h[1-6]|blockquote|pre|table|t[rdh]|thead|tbody|figure|hr|section"
    r"|details)"
)
_STARTS_BLOCK = re.compile(rf"\s*</?{_BLOCK}\b", re.IGNORECASE)
_PRE = re.compile(r"(<pre\b.*?</pre\s*>)", re.IGNORECASE | re.DOTALL)


def html_of_source(source: str) -> str:
    parts = _PRE.split(source.replace("\r\n", "\n"))
    return "\n".join(
        part if index % 2 else _paragraphs(part) for index, part in enumerate(parts) if part.strip()
    )


def _paragraphs(text: str) -> str:
    blocks = (block.strip() for block in _BLANK_LINES.split(text))
    return "\n".join(
        block if _STARTS_BLOCK.match(block) else "<p>" + block.replace("\n", "<br>\n") + "</p>"
        for block in blocks
        if block
    )
