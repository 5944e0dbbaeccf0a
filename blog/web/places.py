"""Pure: what an author trusts or blocks: how it is written, and what an address falls under.

A site is its host, without port; addresses that begin alike are a host and the first parts of a
path; a network is that of a sender. Each has one spelling, so that the database can compare.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import unquote

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.text.plain import strip_controls
from blog.web.addresses import AddressRefused, host_and_target

LONGEST_PLACE = 500
MOST_PARTS = 10
# More than these would lock out whole countries by a slip of the pen.
WIDEST = {4: 8, 6: 16}


class PlaceRefused(ValueError):
    """What was typed is no such place; `reason` says what to write instead."""

    def __init__(self, reason: str | Promise):
        super().__init__(reason)
        self.reason = reason


def read_host(text: str) -> str:
    """Return the site that `text` names: a host, or the address of its front page."""
    host, path = _host_and_path(text.strip().removeprefix("*."))
    if path:
        raise PlaceRefused(
            _("That is a page, not a whole site: choose “addresses that begin with” for it.")
        )
    return host


def read_prefix(text: str) -> str:
    """Return the beginning of addresses that `text` names: a host and part of a path."""
    if "?" in text:
        raise PlaceRefused(_("Leave out the question mark and what follows it."))
    host, path = _host_and_path(text.strip())
    if not path:
        raise PlaceRefused(_("That is a whole site: choose “site” for it."))
    if path.count("/") > MOST_PARTS or len(host + path) > LONGEST_PLACE:
        raise PlaceRefused(_("That is too long: leave out the last parts of the path."))
    return host + path


def read_network(text: str) -> str:
    """Return the network that `text` names, be it one address or a range such as 192.0.2.0/24."""
    try:
        network = ip_network(text.strip(), strict=False)
    except ValueError as error:
        raise PlaceRefused(
            _("Write a network address, such as 192.0.2.7, or a range, such as 192.0.2.0/24.")
        ) from error
    if network.prefixlen < WIDEST[network.version]:
        raise PlaceRefused(
            _("That is too much of the internet: /%(n)d is the widest range.")
            % {"n": WIDEST[network.version]}
        )
    return str(network)


READERS: dict[str, Callable[[str], str]] = {
    "host": read_host,
    "prefix": read_prefix,
    "network": read_network,
}


def hosts_above(url: str) -> list[str]:
    """Return the host of `url` and the domains that it lies under, the host first."""
    labels = host_and_target(url)[0].split(".")
    if labels[-1].isdigit() or ":" in labels[-1]:
        return [".".join(labels)]
    return [".".join(labels[start:]) for start in range(len(labels))]


def prefixes_of(url: str) -> list[str]:
    """Return all beginnings of `url` that could be written down, the shortest first."""
    host, target = host_and_target(url)
    parts = _plain_path(target).split("/")[1 : MOST_PARTS + 1]
    return [host + "/" + "/".join(parts[:end]) for end in range(1, len(parts) + 1)]


def networks_of(ip: str | None) -> list[str]:
    """Return every network that could be written down and has the address `ip` in it."""
    if not ip:
        return []
    address = ip_address(ip)
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    lengths = range(WIDEST[address.version], address.max_prefixlen + 1)
    return [str(ip_network(f"{address}/{length}", strict=False)) for length in lengths]


def _host_and_path(text: str) -> tuple[str, str]:
    if not text or any(char.isspace() for char in text):
        raise PlaceRefused(_("Write one host or address, such as example.org, without blanks."))
    url = text if "://" in text else f"http://{text}"
    try:
        host, target = host_and_target(url)
    except AddressRefused as refusal:
        raise PlaceRefused(
            _("%(reason)s Write it like example.org or https://example.org/blog/.")
            % {"reason": refusal.reason}
        ) from refusal
    return host, _plain_path(target).rstrip("/")


def _plain_path(target: str) -> str:
    """Return the path as a server reads it: decoded, and with no way back up in it.

    Otherwise /ann/%2e%2e/bob/ would pass for a page of Ann's.
    """
    path = strip_controls(unquote(target.partition("?")[0])).replace("\\", "/")
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts.append(part)
    return "/" + "/".join(parts)
