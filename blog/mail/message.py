"""What a mail says, and the headers that follow from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string

from blog.current import site_settings
from blog.site import absolute_url
from blog.text.plain import clean_line, crop

LONGEST_HEADER = 200
LONGEST_QUOTATION = 2000


@dataclass(frozen=True)
class Message:
    """A mail in plain text and, for whoever prefers it, in HTML.

    `references` are the Message-IDs of what it follows, the oldest first and what it answers
    last. `unsubscribe_url` takes the POST of RFC 8058 and shows a page to whoever opens it.
    """

    subject: str
    text: str
    html: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    list_name: str = ""
    unsubscribe_url: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def render(template: str, context: dict) -> tuple[str, str]:
    """Return text and HTML of templates/emails/`template`.txt and .html.

    Both know `site` and `site_url`, and must give whole addresses. The HTML extends
    emails/layout.html, which holds the only style sheet that a mail can have.
    """
    context = {"site": site_settings(), "site_url": absolute_url("/")} | context
    text = render_to_string(f"emails/{template}.txt", context)
    html = render_to_string(f"emails/{template}.html", context)
    return text.strip() + "\n", html.strip() + "\n"


def quoted(text: str, length: int = LONGEST_QUOTATION) -> str:
    """Return the beginning of `text` as mails quote: each line after an angle."""
    return "\n".join(f"> {line}".rstrip() for line in crop(text, length).splitlines())


def header_line(text: str, length: int = LONGEST_HEADER) -> str:
    """Return `text` fit for a header: one line, bounded, and read by mail programs as it stands.

    An encoded word (RFC 2047) that a stranger typed would be decoded by them; it loses its start.
    """
    return crop(clean_line(text).replace("=?", "= ?"), length)


def message_id(kind: str, pk: int) -> str:
    """Return the Message-ID that stands for a row: always the same, sent or not."""
    return f"<{kind}.{pk}@{mail_host()}>"


def mail_host() -> str:
    """Return the name of this site as headers spell it."""
    host = settings.SITE_HOST or "localhost"
    if ":" in host:
        return f"[{host}]"
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return "localhost"
