"""The kinds of mail there are: each app brings its own, and says how one is composed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from blog.mail.message import Message
from blog.mail.models import OutgoingMail


class Dropped(Exception):
    """Raised by whoever composes a mail that must not go any more; the text says why."""


# Returns the message as it must be now, or raises Dropped.
Compose = Callable[[OutgoingMail], Message]


@dataclass(frozen=True)
class Kind:
    label: str | Promise
    compose: Compose


_kinds: dict[str, Kind] = {}


def register(kind: str, compose: Compose, *, label: str | Promise) -> None:
    """Have mails of `kind` composed by `compose`, and called `label` in the outbox."""
    _kinds[kind] = Kind(label, compose)


def compose(mail: OutgoingMail) -> Message:
    """Return what `mail` says now. Raises Dropped where it must not be sent any more."""
    if mail.kind not in _kinds:
        raise Dropped(f"No part of this blog sends mails of the kind {mail.kind}.")
    return _kinds[mail.kind].compose(mail)


def label_of(kind: str) -> str | Promise:
    return _kinds[kind].label if kind in _kinds else kind
