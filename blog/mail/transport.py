"""Handing one message to the mail server: the only place that speaks to one."""

from __future__ import annotations

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from blog.current import site_settings
from blog.mail.message import Message, header_line, mail_host

# Replies that are about a mailbox or a mail (RFC 5321, section 4.2.1). Other refusals, such as of
# a login, are the operator's to mend, and the mail waits for that.
_LASTING = range(550, 560)


class MailRefused(Exception):
    """The server will never take this mail; the text is its answer."""


class MailDelayed(Exception):
    """The mail was not taken this time; `is_down` where the next one would fare no better."""

    def __init__(self, answer: str, *, is_down: bool) -> None:
        super().__init__(answer)
        self.is_down = is_down


def is_mail_on() -> bool:
    return bool(settings.EMAIL_URL)


def send(message: Message, to: str, own_id: str) -> None:
    """Hand `message` to the mail server. Raises MailRefused or MailDelayed.

    `own_id` is its Message-ID unless it names one itself. May take some times EMAIL_TIMEOUT.
    """
    mail = EmailMultiAlternatives(
        subject=header_line(message.subject),
        body=message.text,
        from_email=_sender(),
        to=[to],
        headers=_headers(message, own_id),
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    try:
        mail.send()
    except OSError as error:  # every error of smtplib is one
        raise _failure(error) from error


def _sender() -> str:
    """The address of the blog, under its title unless DEFAULT_FROM_EMAIL names another."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or header_line(site_settings().title, 80), address))


def _headers(message: Message, own_id: str) -> dict[str, str]:
    headers = {
        "Message-ID": message.message_id or own_id,
        # No absence note shall answer (RFC 3834); Exchange has a header of its own.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Precedence": "bulk",
    }
    if message.references:
        headers["In-Reply-To"] = message.references[-1]
        headers["References"] = " ".join(message.references)
    if message.list_name:
        name = header_line(site_settings().title, 80).replace('"', "'")
        headers["List-Id"] = f'"{name}" <{message.list_name}.{mail_host()}>'
    if message.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers | {name: header_line(text) for name, text in message.headers.items()}


def _failure(error: OSError) -> MailRefused | MailDelayed:
    """Tell a mail that is refused for good from a server that fails at present.

    Who sends it is the same for every mail, and refused only where something is set up wrongly.
    """
    refused = getattr(error, "recipients", None)
    if refused:
        code, words = next(iter(refused.values()))
        is_lasting = code in _LASTING
    else:
        code, words = getattr(error, "smtp_code", None), getattr(error, "smtp_error", str(error))
        is_lasting = type(error).__name__ == "SMTPDataError" and code in _LASTING
    answer = header_line(f"{code or ''} {_as_text(words)}".strip() or type(error).__name__)
    return MailRefused(answer) if is_lasting else MailDelayed(answer, is_down=not refused)


def _as_text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
