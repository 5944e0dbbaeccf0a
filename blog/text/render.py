"""From the source that was typed to the safe HTML that is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from html import escape

from django.utils.html import linebreaks

from blog.text.filters import Pictures, PrefixedIds, VideoFacades
from blog.text.html_source import html_of_source
from blog.text.markdown import comment_html, post_html
from blog.text.plain import crop, strip_controls, words_of_html
from blog.text.safety import COMMENT, POST, TooTangledError, make_safe
from blog.text.simple_html import simple_html

MAX_POST = 1_000_000
MAX_COMMENT = 10 * 1024
SUMMARY_LENGTH = 300
_MORE = re.compile(r"<!--\s*more\b[^<>]*-->")
# A teaser has no notes below it that these could lead to.
_FOOTNOTE_MARK = re.compile(r'<sup class="footnote-ref">.*?</sup>')


@dataclass(frozen=True)
class Rendered:
    """`html` is the whole text, `teaser` the part before <!--more--> (empty without that mark);
    both are safe. `summary` is plain text of at most 300 characters."""

    html: str
    teaser: str
    summary: str


def render_post(source: str, markup: str, *, prefix: str) -> Rendered:
    """Render an author's text, `markup` being "markdown" or "html"; never raises on any text.

    `prefix` begins the ids of footnotes and headings, so that several posts fit on one page. Text
    above MAX_POST characters, or with more elements than can be made safe in decent time, is shown
    as it was typed.
    """
    filters = (VideoFacades, Pictures, partial(PrefixedIds, prefix=prefix))
    try:
        raw = _html_of(source, markup)
        whole = make_safe(raw, POST, filters).strip()
        before, mark, _after = _cut(raw)
        teaser = make_safe(_FOOTNOTE_MARK.sub("", before), POST, filters).strip() if mark else ""
    except TooTangledError:
        whole, teaser = _as_typed(source), ""
    return Rendered(whole, teaser, crop(words_of_html(whole), SUMMARY_LENGTH))


def render_comment(source: str, markup: str = "markdown") -> str:
    """Render a comment: no headings, pictures, tables or frames; never raises on any text.

    Readers write Markdown, in which HTML is text; comments from elsewhere may be "html". Text above
    MAX_COMMENT characters of the one or MAX_POST of the other is shown as it was typed.
    """
    try:
        if markup == "html":
            raw = simple_html(_html_of(source, markup))
        elif len(source) > MAX_COMMENT:
            raise TooTangledError
        else:
            raw = comment_html(strip_controls(source))
        return make_safe(raw, COMMENT, (VideoFacades,)).strip()
    except TooTangledError:
        return _as_typed(source)


def _html_of(source: str, markup: str) -> str:
    if len(source) > MAX_POST:
        raise TooTangledError
    return html_of_source(source) if markup == "html" else post_html(source)


def _cut(html: str) -> tuple[str, str, str]:
    mark = _MORE.search(html)
    return (html[: mark.start()], mark[0], html[mark.end() :]) if mark else (html, "", "")


def _as_typed(source: str) -> str:
    return linebreaks(escape(strip_controls(source), quote=False))
