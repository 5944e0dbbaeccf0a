"""From Markdown to HTML that is not yet safe: a dialect for authors, a smaller one for readers."""

from __future__ import annotations

from functools import cache

from django.utils.text import slugify
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from blog.text.highlight import highlighted

_READERS_RULES = [
    "autolink", "backticks", "blockquote", "code", "emphasis", "entity", "escape", "fence", "link",
    "linkify", "list", "newline", "strikethrough",
]  # fmt: skip


def post_html(source: str) -> str:
    """CommonMark with tables, footnotes, task and definition lists, anchors and smart quotes."""
    return _posts().render(source)


def comment_html(source: str) -> str:
    """Emphasis, links, quotes, lists and code; all else stays as it was typed."""
    return _comments().render(source)


@cache
def _posts() -> MarkdownIt:
    options = {"html": True, "linkify": True, "typographer": True, "highlight": highlighted}
    md = MarkdownIt("commonmark", options)
    md.enable(["table", "strikethrough", "linkify", "replacements", "smartquotes"])
    md.core.ruler.before("inline", "headings_from_h2", _start_headings_at_h2)
    md.use(footnote_plugin).use(tasklists_plugin).use(deflist_plugin)
    md.use(anchors_plugin, min_level=2, max_level=6, slug_func=_slug)
    return _link_whole_addresses_only(md)


@cache
def _comments() -> MarkdownIt:
    options = {"html": False, "linkify": True, "breaks": True, "maxNesting": 12}
    return _link_whole_addresses_only(MarkdownIt("zero", options).enable(_READERS_RULES))


def _link_whole_addresses_only(md: MarkdownIt) -> MarkdownIt:
    """Otherwise main.py and readme.md become links, as .py and .md are countries."""
    md.linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False})
    return md


def _start_headings_at_h2(state) -> None:
    """The page's h1 is the post's title."""
    for token in state.tokens:
        if token.type.startswith("heading_") and token.tag == "h1":
            token.tag = "h2"


def _slug(title: str) -> str:
    return slugify(title, allow_unicode=True) or "section"
