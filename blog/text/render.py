"""From the source that was typed to the safe HTML that is stored."""

from __future__ import annotations

from dataclasses import dataclass


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
    raise NotImplementedError


def render_comment(source: str) -> str:
    """Render a reader's Markdown: no headings, pictures, tables or raw HTML."""
    raise NotImplementedError
