"""How often one network may do something: counted once for all processes and hosts."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.utils.crypto import salted_hmac

from blog import counts


@dataclass(frozen=True)
class Limit:
    """At most `hits` in each `seconds`."""

    name: str
    hits: int
    seconds: int

    def seconds_left(self) -> int:
        """How long the present stretch of time still lasts: at least 1."""
        return self.seconds - int(time.time()) % self.seconds

    def ends_at(self) -> int:
        """When the present stretch of time is over, in seconds since 1970."""
        return int(time.time()) + self.seconds_left()


def network_of(address: str) -> str:
    """Return the /24 or /64 network that `address` is in: what one subscriber usually holds."""
    parsed = ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None)
    if mapped:
        parsed = mapped
    return str(ip_network(f"{parsed}/{24 if parsed.version == 4 else 64}", strict=False))


def mailbox_of(address: str) -> str:
    """Return what the mail addresses share that commonly lead to one person, to count them as one.

    Whatever follows a plus, dots and case are told apart by few providers, and a domain may be
    written in letters or in the code for them.
    """
    local, _at, domain = address.lower().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


def allow(limit: Limit, who: str) -> bool:
    """Count one more for `who` and tell whether the limit still allows it.

    Every process and host sees the same figure. Always true with RATE_LIMITS off.
    """
    if not settings.RATE_LIMITS:
        return True
    window = _window(_counter(limit, who), limit.seconds)
    return counts.add_one(window, window[1] + limit.seconds) <= limit.hits


def is_used_up(limit: Limit, who: str) -> bool:
    """Tell, without counting, whether `who` has done it as often as the limit allows.

    For what is counted only afterwards, such as failures. Always false with RATE_LIMITS off.
    """
    if not settings.RATE_LIMITS:
        return False
    window = _window(_counter(limit, who), limit.seconds)
    return counts.hits_of([window]).get(window, 0) >= limit.hits


def first_used_up(counted: Iterable[tuple[Limit, str]]) -> Limit | None:
    """Return the first of these limits that is used up, without counting: one query for all.

    For what is refused by thousands, which must not write a row each. None with RATE_LIMITS off.
    """
    if not settings.RATE_LIMITS:
        return None
    windows = {_window(_counter(limit, who), limit.seconds): limit for limit, who in counted}
    # What is used up stays so until its time is over: this process need not ask again.
    hits = counts.remembered(windows) or counts.hits_of(windows)
    for window, limit in windows.items():
        if hits.get(window, 0) >= limit.hits:
            counts.remember(window, hits[window], limit.seconds_left())
            return limit
    return None


def first_in_window(name: str, seconds: int) -> bool:
    """Tell one caller of all processes, in each stretch of `seconds`, that it is the first.

    Counts whatever RATE_LIMITS says, and never in Redis: this is for work that must be done once,
    and it would be done again whenever Redis had come or gone.
    """
    window = _window(name, seconds)
    return counts.add_one_in_database(window, window[1] + seconds) == 1


def _counter(limit: Limit, who: str) -> str:
    """Name what is counted without saying of whom: a network or an address is kept of nobody."""
    return f"{limit.name}:{salted_hmac('blog.limits', who).hexdigest()[:32]}"


def _window(key: str, seconds: int) -> counts.Window:
    """Return the key as it is stored, and when the present stretch of time began."""
    return key[:120], int(time.time()) // seconds * seconds
