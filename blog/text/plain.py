"""Pure: text without markup."""

import re
from html import unescape

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_BLANK_LINES_BEFORE = re.compile(r"\A(?:[^\S\n]*\n)+")


def strip_controls(text: str) -> str:
    """Drop the characters that no text needs and that XML 1.0 forbids: one kills a whole feed."""
    return _CONTROL.sub("", text)


def clean_line(text: str) -> str:
    """Return `text` as one line, without control characters or runs of blanks."""
    return " ".join(strip_controls(text).split())


def clean_text(text: str) -> str:
    """Return `text` with line ends as \\n, without control characters and outer blank lines.

    The first line keeps its indentation, which in Markdown makes it code.
    """
    lines = strip_controls(text.replace("\r\n", "\n").replace("\r", "\n"))
    return _BLANK_LINES_BEFORE.sub("", lines).rstrip()


_ENDLESS_REFERENCE = re.compile(r"&#[0-9]{8,}")


def unescaped(text: str) -> str:
    """Return `text` with its character references resolved; never raises.

    html.unescape raises ValueError at 4,300 digits. No character has more than seven: what has
    them stands for U+FFFD (HTML, section 13.2.5.80).
    """
    return unescape(_ENDLESS_REFERENCE.sub("&#65533", text))


_TAG = re.compile(r"<[^<>]*>")
_BLOCK_TAG = re.compile(
    r"</?(?:p|br|div|section|[uod]l|li|h[1-6]|blockquote|pre|table|caption|t[rdh]|d[td]|figure"
    r"|figcaption|hr|details|summary)\b[^<>]*>"
)
# A mark stands at a word, the others between words.
_NOTE_MARK = re.compile(r'<sup class="footnote-ref">.*?</sup>', re.DOTALL)
_NO_WORDS = re.compile(
    r'<section class="footnotes">.*?</section>|<pre\b.*?</pre>'
    r'|<a class="video-facade".*?</a>',
    re.DOTALL,
)
_PICTURE = re.compile(r"<img\b[^<>]*? src=\"([^\"]+)\"")


def text_of_html(html: str) -> str:
    """Return all the text of safe HTML as one line."""
    return clean_line(unescaped(_TAG.sub("", _BLOCK_TAG.sub(" ", html))))


def words_of_html(html: str) -> str:
    """Return what safe HTML says in words, as one line: without code, footnotes and videos."""
    return text_of_html(_NO_WORDS.sub(" ", _NOTE_MARK.sub("", html)))


def first_picture(html: str) -> str:
    """Return the address of the first picture in safe HTML, or nothing."""
    picture = _PICTURE.search(html)
    return unescaped(picture[1]) if picture else ""


def crop(text: str, length: int) -> str:
    """Return `text` of at most `length` characters, cut after a whole word with an ellipsis."""
    if len(text) <= length:
        return text
    head = text[:length]
    cut = head.rfind(" ")
    # A language without spaces, or one long address, is cut where it is.
    return head[: cut if cut > length // 2 else length - 1].rstrip(" ,.;:-") + "…"
