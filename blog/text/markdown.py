"""From Markdown to HTML that is not yet safe: a dialect for authors, a smaller one for readers."""

# ruff: noqa: RUF001 (quotation marks are meant here)

from __future__ import annotations

import re
from functools import cache

from django.conf import settings
from django.utils.text import slugify
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from blog.text.highlight import highlighted
from blog.text.shortcodes import VIDEO_CODE, address_of_video

_READERS_RULES = [
    "autolink", "backticks", "blockquote", "code", "emphasis", "entity", "escape", "fence", "link",
    "linkify", "list", "newline", "strikethrough",
]  # fmt: skip
# Opening and closing marks of each level, where a language has its own.
_QUOTES = {
    "cs": "„“‚‘", "da": "»«›‹", "de": "„“‚‘", "es": "«»“”", "fi": "””’’", "it": "«»“”",
    "fr": ["«\xa0", "\xa0»", "‹\xa0", "\xa0›"], "nl": "“”‘’", "pl": "„”‚’", "pt": "«»“”",
    "ru": "«»„“", "sv": "””’’", "uk": "«»„“",
}  # fmt: skip
_TASK = re.compile(r"\[([ xX])\][ \t]+")


def post_html(source: str) -> str:
    """CommonMark with tables, footnotes, task and definition lists, anchors and smart quotes."""
    return _posts(settings.LANGUAGE_CODE.split("-")[0]).render(source)


def comment_html(source: str) -> str:
    """Emphasis, links, quotes, lists and code; all else stays as it was typed."""
    return _comments().render(source)


@cache
def _posts(language: str) -> MarkdownIt:
    options = {"html": True, "linkify": True, "typographer": True, "highlight": highlighted}
    options["quotes"] = _QUOTES.get(language, "“”‘’")
    md = MarkdownIt("commonmark", options)
    md.enable(["table", "strikethrough", "linkify", "replacements", "smartquotes"])
    md.core.ruler.before("inline", "headings_from_h2", _start_headings_at_h2)
    md.core.ruler.push("cell_classes", _align_cells_by_class)
    md.core.ruler.push("tasks", _show_tasks)
    md.use(footnote_plugin).use(deflist_plugin)
    md.use(anchors_plugin, min_level=2, max_level=6, slug_func=_slug)
    return _common_to_both(md)


@cache
def _comments() -> MarkdownIt:
    options = {"html": False, "linkify": True, "breaks": True, "maxNesting": 12}
    return _common_to_both(MarkdownIt("zero", options).enable(_READERS_RULES))


def _common_to_both(md: MarkdownIt) -> MarkdownIt:
    # Whole addresses alone: otherwise main.py and readme.md are links, .py and .md being countries.
    md.linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False})
    md.inline.ruler.before("link", "video_code", _video_code)
    return md


def _start_headings_at_h2(state: StateCore) -> None:
    """The page's h1 is the post's title."""
    for token in state.tokens:
        if token.type.startswith("heading_") and token.tag == "h1":
            token.tag = "h2"


def _align_cells_by_class(state: StateCore) -> None:
    """A style attribute would neither pass the gates nor the Content-Security-Policy."""
    for token in state.tokens:
        if token.type in {"th_open", "td_open"} and "style" in token.attrs:
            side = str(token.attrs.pop("style")).removeprefix("text-align:")
            token.attrSet("class", f"text-{side}")


def _show_tasks(state: StateCore) -> None:
    """Show "- [x] done" with a box as text, which feeds and screen readers can read too."""
    opened: list = []
    for index, token in enumerate(state.tokens):
        if token.type == "bullet_list_open":
            opened.append(token)
        elif token.type == "bullet_list_close":
            opened.pop()
        elif token.type == "inline" and state.tokens[index - 2].type == "list_item_open":
            first = token.children[0] if token.children else None
            task = _TASK.match(first.content) if first and first.type == "text" else None
            if task and first and opened:
                box = "☐" if task[1] == " " else "☑"
                first.content = f"{box} {first.content[task.end() :]}"
                state.tokens[index - 2].attrSet("class", "task-list-item")
                opened[-1].attrSet("class", "task-list")


def _slug(title: str) -> str:
    slug = slugify(title, allow_unicode=True)
    # Otherwise the links of a footnote of that name would lead to the heading.
    return slug if slug and not re.match(r"fn(ref)?\d", slug) else f"section-{slug}".strip("-")


def _video_code(state: StateInline, silent: bool) -> bool:
    """Write [youtube …] and its like out as a link to the address that they hold."""
    code = VIDEO_CODE.match(state.src, state.pos, state.posMax)
    address = address_of_video(code) if code else None
    if not code or not address or not state.md.validateLink(address):
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address)}
        state.push("text", "", 0).content = address
        state.push("link_close", "a", -1)
    state.pos = code.end()
    return True
