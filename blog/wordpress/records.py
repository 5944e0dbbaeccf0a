"""What an export holds, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Blog:
    """`address` without its scheme tells the exports of one blog from those of another."""

    version: str
    address: str

    @property
    def source(self) -> str:
        """What its items are remembered under."""
        return f"wordpress:{self.address}"[:300]


@dataclass(frozen=True)
class Author:
    """`number` is what comments name an account by; older exports lack it."""

    login: str
    number: str = ""
    email: str = ""
    display_name: str = ""
    first_name: str = ""
    last_name: str = ""


@dataclass(frozen=True)
class Term:
    """`parent` is the slug of the term above; only declared terms have one."""

    taxonomy: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""


@dataclass(frozen=True)
class Said:
    """A comment, or a link from another blog, which WordPress stores as one; `text` is HTML."""

    number: str
    kind: str = "comment"
    name: str = ""
    email: str = ""
    url: str = ""
    ip: str = ""
    text: str = ""
    written_at: datetime | None = None
    approved: str = ""
    parent: str = ""
    account: str = ""


@dataclass(frozen=True)
class Item:
    """A post, a page, or anything else that WordPress keeps in the same table.

    `local_day` is the day of its old address, in the zone of the old blog. A draft that is not
    `is_dated` will have the date of its publication.
    """

    number: str
    kind: str = "post"
    title: str = ""
    slug: str = ""
    body: str = ""
    excerpt: str = ""
    author: str = ""
    status: str = "publish"
    published_at: datetime | None = None
    is_dated: bool = True
    local_day: date | None = None
    changed_at: datetime | None = None
    parent: str = ""
    menu_order: int = 0
    is_sticky: bool = False
    has_password: bool = False
    takes_comments: bool = True
    takes_pings: bool = True
    terms: tuple[Term, ...] = ()
    said: tuple[Said, ...] = field(default=(), repr=False)

    @property
    def label(self) -> str:
        """What a person finds it by."""
        return self.title or self.slug or f"{self.kind} {self.number}"
