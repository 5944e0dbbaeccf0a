"""What a stranger sent, taken out of the request: no code below a view sees an HttpRequest."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest

from blog.text.plain import clean_line


@dataclass(frozen=True)
class Sender:
    """Where a submission came from."""

    ip: str | None = None
    user_agent: str = ""

    @classmethod
    def from_request(cls, request: HttpRequest) -> Sender:
        agent = clean_line(request.headers.get("User-Agent", ""))[:300]
        # The zone of a link-local address names a card of this machine, not who sent it.
        ip = request.META.get("REMOTE_ADDR", "").partition("%")[0]
        return cls(ip=ip or None, user_agent=agent)


@dataclass(frozen=True)
class Submission:
    """One comment or linkback before it is a row; plain text only, lengths already checked."""

    text: str
    author_name: str = ""
    email: str = ""
    url: str = ""
    sender: Sender = field(default_factory=Sender)
    honeypot: str = ""
