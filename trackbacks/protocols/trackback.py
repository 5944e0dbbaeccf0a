"""Pure: the wire format of TrackBack 1.2 (Six Apart, 1 August 2004)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from blog.text.plain import clean_line
from blog.web.charsets import codec_of, decode
from trackbacks.words import EXCERPT_LENGTH, NAME_LENGTH, TITLE_LENGTH, plain_words

MOST_BYTES = 64 * 1024
MOST_FIELDS = 100
CONTENT_TYPE = "text/xml; charset=utf-8"
_FORM = "application/x-www-form-urlencoded"


class PingRefused(ValueError):
    """What was sent is no ping; `message` tells the sender why."""

    def __init__(self, message: str | Promise):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Ping:
    """What the sender says of its page: plain text, cut to what is kept of it."""

    url: str
    title: str = ""
    excerpt: str = ""
    blog_name: str = ""


def parse_ping(body: bytes, content_type: str) -> Ping:
    """Read the form that was sent. Raises PingRefused where it is none, or has no address.

    The charset is that of the Content-Type, else of the field `charset` that WordPress and
    Movable Type send, else UTF-8 where the bytes are that, else Latin-1. It cannot be left to
    request.POST, which knows UTF-8 alone.
    """
    media_type, _sep, parameters = content_type.partition(";")
    if media_type.strip().lower() not in {_FORM, ""}:
        raise PingRefused(_("Send the trackback as a form: %(type)s.") % {"type": _FORM})
    fields = _fields(body)
    charset = _charset(parameters) or fields.get("charset", b"").decode("latin-1")
    # What is called UTF-8 and is not is treated like what is called nothing.
    codec = codec_of(charset)
    read = {name: decode(value, None if codec == "utf-8" else codec)
            for name, value in fields.items()}  # fmt: skip
    url = read.get("url", "").strip()
    if not url:
        raise PingRefused(_("The address of your page is missing: send it in the field url."))
    return Ping(
        url=url,
        title=plain_words(read.get("title", ""), TITLE_LENGTH),
        excerpt=plain_words(read.get("excerpt", ""), EXCERPT_LENGTH),
        blog_name=plain_words(read.get("blog_name", ""), NAME_LENGTH),
    )


def _fields(body: bytes) -> dict[str, bytes]:
    """Return the first value of each field, as the bytes that were sent."""
    try:
        pairs = parse_qsl(
            body.decode("latin-1"),
            keep_blank_values=True,
            encoding="latin-1",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise PingRefused(_("There are too many fields.")) from error
    return {name: value.encode("latin-1") for name, value in reversed(pairs)}


def _charset(parameters: str) -> str:
    for parameter in parameters.split(";"):
        name, _sep, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value
    return ""


def success() -> bytes:
    return _response("<error>0</error>")


def failure(message: str | Promise) -> bytes:
    """Return the answer that says why nothing was taken: an error always has a message."""
    return _response(f"<error>1</error>\n<message>{escape(clean_line(str(message)))}</message>")


def _response(inside: str) -> bytes:
    return (f'<?xml version="1.0" encoding="utf-8"?>\n<response>\n{inside}\n</response>\n').encode()


def discovery(permalink: str, title: str, ping_url: str) -> str:
    """Return the RDF block that announces `ping_url`, in an HTML comment, as safe HTML.

    Clients take the block whose dc:identifier is the address of the page ("Auto-Discovery").
    """
    return format_html(
        '<!--\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
        '         xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
        '         xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">\n'
        '  <rdf:Description rdf:about="{url}" dc:identifier="{url}"\n'
        '                   dc:title="{title}" trackback:ping="{ping}"/>\n'
        "</rdf:RDF>\n-->",
        url=_without_double_hyphen(permalink),
        title=_without_double_hyphen(title),
        ping=_without_double_hyphen(ping_url),
    )


def _without_double_hyphen(text: str) -> str:
    """Two hyphens would end the comment: the second is written as a character reference."""
    if "--" not in text:
        return text
    return format_html_join(format_html("-&#45;{}", ""), "{}", ((p,) for p in text.split("--")))
