"""Who writes: a few authors with accounts, and any number of readers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

_FIRST = (
    "Ada", "Bruno", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hannah", "Ivo", "Jasmin",
    "Kofi", "Lena", "Mateo", "Noor", "Olga", "Paul", "Quentin", "Rasmus", "Sofia", "Tomasz",
    "Ursula", "Vera", "Wim", "Ximena", "Yusuf", "Zoe", "José", "Marie-Claire", "Søren", "Åsa",
)  # fmt: skip
_LAST = (
    "Abel", "Berg", "Costa", "Dahl", "Evans", "Fischer", "Garcia", "Hansen", "Ito", "Janssen",
    "Kaya", "Lindqvist", "Moreau", "Novak", "Okafor", "Petrov", "Quist", "Rossi", "Silva", "Tanaka",
    "Ulrich", "Varga", "Weber", "Xu", "Yilmaz", "Zeman", "O'Neill", "Müller", "van Dijk",
)  # fmt: skip
_DOMAINS = ("example.com", "example.net", "example.org")
_BROWSERS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
)
AUTHORS = (("Ann", "Bridges"), ("Ben", "Carter"), ("Cleo", "Duarte"), ("Dan", "Ekwall"))


@dataclass(frozen=True)
class Reader:
    """Somebody without an account; `network` and `browser` are forgotten after a while."""

    name: str
    email: str
    url: str
    network: str
    browser: str


def reader(number: int) -> Reader:
    """Return the reader of this number: the same each time, and nobody else's address."""
    rest, first = divmod(number, len(_FIRST))
    last = (rest + first) % len(_LAST)
    name = _FIRST[first] if number % 4 == 0 else f"{_FIRST[first]} {_LAST[last]}"
    email = f"reader{number}@{_DOMAINS[number % 3]}" if number % 11 else ""
    url = f"https://reader{number}.example/" if number % 3 == 0 else ""
    # Of 2001:db8::/32, which is nobody's (RFC 3849).
    network = f"2001:db8:{number >> 16 & 0xFFFF:x}:{number & 0xFFFF:x}::{number % 7 + 1}"
    return Reader(name, email, url, network, _BROWSERS[number % len(_BROWSERS)])


@transaction.atomic
def make_authors() -> list[Any]:
    """Return the accounts of the authors, made where they are missing: nobody can log in to them.

    The first one writes most. Raises NameTaken where somebody real has such an account.
    """
    return [_make_author(number, *names) for number, names in enumerate(AUTHORS, start=1)]


class NameTaken(Exception):
    """An account that an author would need belongs to somebody who can log in."""


def _make_author(number: int, first: str, last: str) -> Any:
    name = f"writer{number}"
    account = get_user_model().objects.filter(username=name).first()
    if account is None:
        account = get_user_model()(username=name, first_name=first, last_name=last, is_staff=True)
        account.email = f"{name}@example.org"
        account.set_unusable_password()
        account.save()
    if account.has_usable_password():
        raise NameTaken(name)
    return account


def choose_author(authors: list[Any], rng: Random) -> Any:
    return rng.choices(authors, weights=[60, 25, 10, 5])[0]
