"""From the source that was typed to the safe HTML that is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from blog.text.filters import PrefixedIds, VideoFacades
from blog.text.html_source import html_of_source
from blog.text.markdown import comment_html, post_html
from blog.text.plain import crop, text_of_html
from blog.text.safety import COMMENT, POST, make_safe

_MORE = re.compile(r"<!--\s*more\b.*?-->", re.DOTALL)
# A teaser has no footnotes below it.
_FOOTNOTE_MARK = re.compile(r'<sup class="footnote-ref">.*?</sup>', re.DOTALL)
SUMMARY_LENGTH = 300


@dataclass(frozen=True)
class Rendered:
    """`html` is the whole text, `teaser` the part before <!--more--> (empty without that mark);
    both are safe. `summary` is plain text of at most 300 characters."""

    html: str
    teaser: str
    summary: str


def render_post(source: str, markup: str, *, prefix: str) -> Rendered:
    """Render an author's text, `markup` being "markdown" or "html"; never raises on any text.

    `prefix` begins the ids of footnotes and headings, so that several posts fit on one page.
    """
    html = html_of_source(source) if markup == "html" else post_html(source)
    filters = (VideoFacades, partial(PrefixedIds, prefix=prefix))
    whole = make_safe(html, POST, filters)
    before, more, _after = _cut(html)
    teaser = make_safe(_FOOTNOTE_MARK.sub("", before), POST, filters) if more else ""
    return Rendered(whole, teaser.strip(), crop(text_of_html(whole), SUMMARY_LENGTH))


def render_comment(source: str) -> str:
    """Render a reader's Markdown: no headings, pictures, tables or raw HTML."""
    return make_safe(comment_html(source), COMMENT, (VideoFacades,)).strip()


def _cut(html: str) -> tuple[str, bool, str]:
    mark = _MORE.search(html)
    return (html[: mark.start()], True, html[mark.end() :]) if mark else (html, False, "")
