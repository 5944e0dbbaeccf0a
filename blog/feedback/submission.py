"""What a stranger sent, taken out of the request: no code below a view sees an HttpRequest."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.http import HttpRequest

from blog.text.plain import clean_line


@dataclass(frozen=True)
class Sender:
    """Where a submission came from."""

    ip: str | None = None
    user_agent: str = ""
    # What stands for the browser, where it has proved that more came from it.
    browser: int | None = None

    @classmethod
    def from_request(cls, request: HttpRequest) -> Sender:
        agent = clean_line(request.headers.get("User-Agent", ""))[:300]
        # The zone of a link-local address names a card of this machine, not who sent it.
        ip = request.META.get("REMOTE_ADDR", "").partition("%")[0]
        return cls(ip=ip or None, user_agent=agent)


@dataclass(frozen=True)
class Subject:
    """What is known of the post that something is said about."""

    words: frozenset[str] = frozenset()
    language: str = ""
    scripts: frozenset[str] = frozenset()
    age_days: int = 0

    def after(self, said_before: Subject) -> Subject:
        """Return this with the words and the letters of what is answered."""
        return replace(
            self,
            words=self.words | said_before.words,
            scripts=self.scripts and self.scripts | said_before.scripts,
        )


@dataclass(frozen=True)
class Submission:
    """One comment or linkback before it is a row; plain text only, lengths already checked.

    Below the honeypot stands what the sender did not write; blog.feedback.gathering finds it.
    """

    text: str
    author_name: str = ""
    email: str = ""
    url: str = ""
    sender: Sender = field(default_factory=Sender)
    honeypot: str = ""
    # Between the showing of the form and its sending; None where nobody knows.
    seconds: float | None = None

    kind: str = "comment"
    # Is something else of this sender shown on the blog? Never because of a typed address.
    is_known: bool = False
    subject: Subject = field(default_factory=Subject)
    # How often the same words came lately, elsewhere on the blog.
    repeats: int = 0
    # Where the page of a linkback was found in the end.
    landed: str = ""
    # What a service outside answered: “spam”, “discard” where it was certain, or nothing.
    outside: str = ""
    # That it is spam, as the classifier has learnt; None where it knows too little.
    probability: float | None = None
