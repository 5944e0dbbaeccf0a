"""Highlights code by CSS classes; the colours are in code.css."""

from __future__ import annotations

from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

# Longer blocks keep one colour: some lexers need a second for each 100 KB.
MAX_CHARACTERS = 100_000


def highlighted(code: str, language: str, _attributes: str = "") -> str:
    """Return `code` as a <pre> with a class for each kind of token, or plain if unknown.

    The language must be named; nothing is guessed.
    """
    if not language or len(code) > MAX_CHARACTERS:
        return ""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return ""
    spans = highlight(code, lexer, HtmlFormatter(nowrap=True))
    name = escape(language.lower(), quote=True)
    return f'<pre class="highlight"><code class="language-{name}">{spans}</code></pre>\n'
