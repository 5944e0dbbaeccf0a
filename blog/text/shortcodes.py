"""Pure: the square-bracket codes with which older engines showed videos and pictures."""

from __future__ import annotations

import re
from html import escape, unescape

# [youtube ID], [vimeo 123], [video src="…"], [embed]…[/embed], [seesmic_video:{…}]; in Markdown,
# [video](address) and [video]: address are links and stay so.
VIDEO_CODE = re.compile(
    r"\[(?P<name>youtube|vimeo|video|embed|audio|peertube|dailymotion|googlevideo|viddler"
    r"|seesmic(?:_video)?)(?P<rest>[\s:=][^\[\]]{0,1000})?\]"
    r"(?:(?P<content>[^\[\]]{0,500})\[/(?P=name)\])?(?![(\[:])"
)
_ADDRESS = re.compile(r"https?://[^\s\"'“”‘’″<>\[\]{}|]+")  # noqa: RUF001
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp)(?:\?|$)", re.IGNORECASE)
_YOUTUBE_ID = re.compile(r"(?<![\w-])[\w-]{11}(?![\w-])", re.ASCII)
_VIMEO_ID = re.compile(r"(?<![\w-])\d{5,12}(?![\w-])", re.ASCII)


def address_of_video(code: re.Match[str]) -> str | None:
    """Return the address that a match of VIDEO_CODE means, or None where it holds none."""
    words = unescape(f"{code['rest'] or ''} {code['content'] or ''}").replace("\\/", "/")
    addresses = [found for found in _ADDRESS.findall(words) if not _PICTURE.search(found)]
    if addresses:
        return addresses[0].rstrip(".,;")
    if code["name"] == "youtube" and (name := _YOUTUBE_ID.search(words)):
        return f"https://www.youtube.com/watch?v={name[0]}"
    if code["name"] == "vimeo" and (number := _VIMEO_ID.search(words)):
        return f"https://vimeo.com/{number[0]}"
    return None


_CAPTION_START = re.compile(r"\[(?:wp_)?caption\b([^\[\]]{0,2000})\]")
_CAPTION_END = re.compile(r"\[/(?:wp_)?caption\]")
_GALLERY = re.compile(r"\[gallery\b[^\[\]]{0,1000}\]")
_ATTRIBUTE = re.compile(r"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))")
_PICTURE_TAGS = re.compile(r"\s*((?:<a\b[^<>]*>)?\s*<img\b[^<>]*>\s*(?:</a>)?)", re.IGNORECASE)


def without_shortcodes(html: str) -> str:
    """Return `html` with the known codes as plain HTML; the unknown ones stay as they are."""
    html = VIDEO_CODE.sub(_written_out, html)
    return _with_figures(_GALLERY.sub("", html))


def _written_out(code: re.Match[str]) -> str:
    address = address_of_video(code)
    return escape(address) if address else code[0]


def _with_figures(html: str) -> str:
    """Turn [caption align="alignright"]<img …> words[/caption] into a figure."""
    done, position = [], 0
    while start := _CAPTION_START.search(html, position):
        end = _CAPTION_END.search(html, start.end())
        if not end:
            break
        done += [html[position : start.start()], _figure(start[1], html[start.end() : end.start()])]
        position = end.end()
    return "".join([*done, html[position:]])


def _figure(attributes: str, content: str) -> str:
    given = {name: a or b or c for name, a, b, c in _ATTRIBUTE.findall(attributes)}
    picture = _PICTURE_TAGS.match(content)
    head, words = (picture[1], content[picture.end() :]) if picture else (content, "")
    caption = (given.get("caption") or words).strip()
    align = escape(given.get("align", ""))
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'\n\n<figure class="wp-caption {align}">{head.strip()}{below}</figure>\n\n'
