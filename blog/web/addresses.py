"""Pure: which addresses of the web may be visited for a stranger's sake.

Two gates: web_address() judges what is written, checked_answers() what its name resolves to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 2000
PORTS = {"http": 80, "https": 443}

# ipaddress.is_global is not enough: in Python 3.11 it is true of 6to4, NAT64, 192.0.0.8, all of
# multicast and others. The IANA special-purpose registries, and what hosters put elsewhere.
_CLOSED = [
    ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network: on Linux 0.0.0.0 is this machine
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier NAT
        "127.0.0.0/8",  # this machine
        "168.63.129.16/32",  # Azure's host agent, which looks public
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT relays
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
]
# Of IPv6 only 2000::/3 is given out at all (RFC 4291): loopback, mapped and compatible IPv4,
# NAT64, unique local, link-local, site-local and multicast all lie outside.
_OPEN_IPV6 = IPv6Network("2000::/3")
_CLOSED_IPV6 = [
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # the old 6bone
        "3fff::/20",  # documentation
    )
]
# Names that mean something inside a network alone (RFC 6761, 6762, 7686, 8375, 9476 and habit).
_INSIDE = (
    "alt", "corp", "home", "home.arpa", "internal", "intranet", "lan", "local", "localhost",
    "onion", "private",
)  # fmt: skip
_IN_HOST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")
_IN_PATH = "/:@!$&'()*+,;=~%-._?"


class AddressRefused(ValueError):
    """An address that is not visited; `reason` says why in a sentence for its sender."""

    def __init__(self, reason: str | Promise):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class WebAddress:
    """A http or https address as it is asked for: host in ASCII, path percent-encoded."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def host_and_port(self) -> str:
        return f"{_bracketed(self.host)}:{self.port}"

    @property
    def authority(self) -> str:
        """What the Host header says (RFC 9110, section 7.2)."""
        is_usual = self.port == PORTS[self.scheme]
        return _bracketed(self.host) if is_usual else self.host_and_port

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def web_address(url: str, allowed: Collection[str] = ()) -> WebAddress:
    """Read `url` without its fragment. Raises AddressRefused for whatever is not plainly public.

    `allowed` are host:port pairs that are exempt from the rules for names and ports. Nothing is
    repaired as a browser would: what two programs may read in two ways is refused.
    """
    if not url or len(url) > LONGEST_ADDRESS:
        raise AddressRefused(_("The address is too long.") if url else _("The address is missing."))
    if any(char <= " " or char in "\\\x7f" or char.isspace() for char in url):
        raise AddressRefused(_("There are blanks or control characters in the address."))
    scheme, host, port, target = _parts(url)
    address = WebAddress(scheme, host, port or PORTS[scheme], target)
    if len(str(address)) > LONGEST_ADDRESS:
        raise AddressRefused(_("The address is too long."))
    if address.host_and_port not in allowed:
        _refuse_inside(address)
    return address


def host_and_target(url: str) -> tuple[str, str]:
    """Return the host of `url` in ASCII, and its path and query. Raises AddressRefused.

    Whether it may be visited is not asked: it is only compared with others.
    """
    _scheme, host, _port, target = _parts(url)
    return host, target


def checked_answers(
    address: WebAddress, answers: Iterable[str], allowed: Collection[str] = ()
) -> list[str]:
    """Return the IP addresses to connect to. Raises AddressRefused unless *every* one is public.

    One that is not spoils the others: whoever names both wants to reach the wrong one.
    """
    found = list(dict.fromkeys(answers))
    if not found:
        raise AddressRefused(_("The host has no address."))
    if address.host_and_port not in allowed and not all(map(is_public, found)):
        raise AddressRefused(_("The host is not on the public internet."))
    return found


def is_public(ip: str) -> bool:
    """May `ip` be connected to for a stranger's sake? Not, where it could be anything inside."""
    try:
        parsed = ip_address(ip)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not _is_in(parsed, _CLOSED)
    return parsed.scope_id is None and parsed in _OPEN_IPV6 and not _is_in(parsed, _CLOSED_IPV6)


def _is_in(ip: IPv4Address | IPv6Address, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    return any(ip in network for network in networks)


def _parts(url: str) -> tuple[str, str, int | None, str]:
    unreadable = AddressRefused(_("That is not a web address."))
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise unreadable from error
    is_whole = bool(host) and not parts.netloc.endswith(":")
    if parts.scheme not in PORTS or not is_whole or ("[" in parts.netloc) != (":" in host):
        raise unreadable
    if "@" in parts.netloc:
        raise AddressRefused(_("There is a user name in the address."))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, _ascii_host(host), port, quote(target, safe=_IN_PATH)


def _ascii_host(host: str) -> str:
    """Return `host` as it is looked up. Raises AddressRefused where it is not written plainly."""
    unreadable = AddressRefused(_("The name of the host cannot be read."))
    if ":" in host:
        return _ipv6(host)
    try:
        name = host.encode("idna").decode()
        # Circled digits, soft hyphens and other dots become another name on the way.
        is_plain = host.isascii() or name.encode().decode("idna") == host
    except UnicodeError as error:
        raise unreadable from error
    name = name.removesuffix(".")
    if not is_plain or not set(name) <= _IN_HOST or len(name) > 253 or "" in name.split("."):
        raise unreadable
    return _ipv4(name) if _looks_like_number(name.rpartition(".")[2]) else name


def _looks_like_number(label: str) -> bool:
    """Would a resolver take a host that ends like this for an IPv4 address (WHATWG URL, 3.5)?"""
    return label.isdigit() or label.startswith("0x")


def _ipv4(name: str) -> str:
    """Only four decimal numbers: 127.1, 0x7f.1 and 2130706433 are what attackers write."""
    try:
        return str(IPv4Address(name))
    except ValueError as error:
        raise AddressRefused(_("The name of the host cannot be read.")) from error


def _ipv6(host: str) -> str:
    try:
        parsed = IPv6Address(host)
    except ValueError as error:
        raise AddressRefused(_("The name of the host cannot be read.")) from error
    if parsed.scope_id is not None:
        raise AddressRefused(_("The host is not on the public internet."))
    return str(parsed)


def _refuse_inside(address: WebAddress) -> None:
    if address.port not in PORTS.values():
        raise AddressRefused(_("Only the ports 80 and 443 are visited."))
    if not _may_be_public(address.host):
        raise AddressRefused(_("The host is not on the public internet."))


def _may_be_public(host: str) -> bool:
    """Could `host`, an address or a name, be reached from anywhere?"""
    if ":" in host or _looks_like_number(host.rpartition(".")[2]):
        return is_public(host)
    return "." in host and not host.endswith(tuple(f".{inside}" for inside in _INSIDE))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
