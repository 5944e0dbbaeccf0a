"""By what a sender is known again: addresses, networks, sites, browsers."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, ip_address, ip_network

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.row_ids import is_row_id

LABELS: dict[str, str | Promise] = {
    "email": _("same e-mail address"),
    "browser": _("same browser"),
    "ip": _("same network address"),
    "network": _("same network"),
    "host": _("same site"),
}


@dataclass(frozen=True)
class Mark:
    """One thing that rows of the same sender share: `code` is one of LABELS."""

    code: str
    value: str

    def __str__(self) -> str:
        return f"{self.code}:{self.value}"

    @property
    def label(self) -> str | Promise:
        return LABELS[self.code]


def read_mark(text: str) -> Mark | None:
    """Return the mark that `text` names as str() writes it, or None."""
    code, _colon, value = text.partition(":")
    is_good = code in LABELS and value and "\x00" not in value and _CHECKS[code](value)
    return Mark(code, value) if is_good else None


def in_network(network: str) -> Q:
    """Select rows whose `ip` lies in `network`, a /24 or a /64.

    By the beginning of the address as it is written, which both databases compare alike. A run of
    zeros is written as two colons, so that a /64 may begin in two ways.
    """
    parsed = ip_network(network)
    if isinstance(parsed, IPv4Network):
        return Q(ip__startswith=str(parsed.network_address).rpartition(".")[0] + ".")
    groups = [format(int(group, 16), "x") for group in parsed.exploded.split(":")[:4]]
    spellings = Q(ip__startswith=":".join(groups) + ":")
    if groups[-1] == "0":
        spellings |= Q(ip__startswith=str(parsed.network_address))
    return spellings


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


def _is_network(text: str) -> bool:
    try:
        return ip_network(text).prefixlen in {24, 64}
    except ValueError:
        return False


def _is_word(text: str) -> bool:
    return len(text) <= 300


_CHECKS = {
    "email": _is_word,
    "browser": is_row_id,
    "ip": _is_address,
    "network": _is_network,
    "host": _is_word,
}
