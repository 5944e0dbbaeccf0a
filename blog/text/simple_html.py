"""Pure: the HTML of other engines' comments in the few elements that comments have here."""

from __future__ import annotations

import re
from html import escape

from blog.text.plain import unescaped

_HEADING = re.compile(r"<(/?)h[1-6]\b[^<>]*>", re.IGNORECASE)
_BLOCK = re.compile(
    r"<(/?)(?:address|article|aside|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure"
    r"|footer|form|header|hr|legend|main|section|summary|table|tbody|tfoot|thead|tr)\b[^<>]*>",
    re.IGNORECASE,
)
_CELL_END = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_MARK = re.compile(r"<(/?)(b|i|u|cite|dfn|var|s|strike|kbd|samp|tt)\b[^<>]*>", re.IGNORECASE)
_MARKS = {
    "b": "strong",
    **dict.fromkeys(("i", "u", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("s", "strike"), "del"),
    **dict.fromkeys(("kbd", "samp", "tt"), "code"),
}
_QUOTE = re.compile(r"<(/?)q\b[^<>]*>", re.IGNORECASE)
_PICTURE = re.compile(r"<img\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))", re.IGNORECASE)


def simple_html(html: str) -> str:
    """Return `html` with headings, tables and the like as paragraphs and pictures as links.

    It is no safer than before; nothing that it says is lost when the other elements go.
    """
    html = _HEADING.sub(lambda tag: "</strong></p>" if tag[1] else "<p><strong>", html)
    html = _BLOCK.sub(lambda tag: f"<{tag[1]}p>", html)
    html = _CELL_END.sub(r" \g<0>", html)
    html = _MARK.sub(lambda tag: f"<{tag[1]}{_MARKS[tag[2].lower()]}>", html)
    html = _QUOTE.sub(lambda tag: "”" if tag[1] else "“", html)
    return _PICTURE.sub(_link_to_picture, html)


def _link_to_picture(tag: re.Match[str]) -> str:
    given = {name.lower(): unescaped(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag[1])}
    address = given.get("src", "").strip()
    if not address:
        return ""
    return f'<a href="{escape(address)}">{escape(given.get("alt", "").strip() or address)}</a>'
