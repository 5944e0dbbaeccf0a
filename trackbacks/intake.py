"""How many claims are taken, and when their pages are visited: what keeps a flood out.

Whoever is refused here has cost a few look-ups and not one write: only what is taken is counted.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from blog.feedback.submission import Sender
from blog.limits import Limit, allow, first_used_up, network_of
from trackbacks.models import Claim
from trackbacks.policy import trusted_hosts

SENDER_LIMITS = (Limit("linkback", 30, 10 * 60), Limit("linkback-day", 300, 24 * 3600))
# Whoever makes many blogs look at one host uses them to attack it.
HOST_LIMITS = (Limit("linkback-host", 30, 3600),)
# A flood from everywhere, of pages everywhere, passes every limit but these.
# Taking one costs far more than refusing it: a whole hour's at once would make readers wait.
STRANGERS_LIMITS = (
    Limit("linkback-strangers", 300, 3600),
    Limit("linkback-strangers-minute", 30, 60),
)
VISITS_OF_HOST = Limit("linkback-visit", 6, 60)
# So many claims may wait for their first visit, and so many of them for one host's pages. Those
# that are just being taken are not counted, so that a few more than these can come to wait.
MOST_WAITING = 500
MOST_WAITING_OF_HOST = 30
FULL_SECONDS = 600
# One visit a day for each page and post, whatever is sent meanwhile.
VISIT_SPAN = timedelta(days=1)

# For so long the strangers' limit is taken for used up, and the author's trust for unchanged,
# before the database is asked again.
SHUT_SECONDS = 30

_Counts = list[tuple[Limit, str]]


@dataclass
class Strangers:
    """What this process remembers of the strangers' limit, so that a flood need not ask.

    Not kept in Redis either: that would be a question for every ping.
    """

    shut_until: float = 0
    retry_at: int = 0
    trusted_hosts: frozenset[str] = frozenset()

    def shut(self, limit: Limit) -> None:
        """Remember that `limit` is used up, and whom it does not concern: a query at times."""
        if self.seconds_to_wait():
            return
        self.trusted_hosts = trusted_hosts()
        self.retry_at = limit.ends_at()
        self.shut_until = min(time.time() + SHUT_SECONDS, self.retry_at)

    def seconds_to_wait(self) -> int:
        """Return how long every stranger has to wait; 0 where that is not known."""
        now = time.time()
        return self.retry_at - int(now) if now < self.shut_until else 0


strangers = Strangers()


def seconds_to_wait(host: str, sender: Sender, *, is_trusted: bool) -> int:
    """Return how long `sender` has to wait before one more claim is taken; 0 where it is now.

    The author's trusted sites get in while strangers fill the queue. Writes nothing.
    """
    if used_up := first_used_up(_counts(host, sender, is_trusted=is_trusted)):
        if used_up in STRANGERS_LIMITS:
            strangers.shut(used_up)
        return used_up.seconds_left()
    waiting, of_host = Claim.objects.waiting(host)
    is_full = waiting >= MOST_WAITING and not is_trusted
    is_full |= of_host >= MOST_WAITING_OF_HOST and settings.RATE_LIMITS
    return FULL_SECONDS if is_full else 0


def count(host: str, sender: Sender, *, is_trusted: bool) -> int:
    """Count one claim that is taken; return 0, or how long to wait where another one was faster."""
    for limit, who in _counts(host, sender, is_trusted=is_trusted):
        if not allow(limit, who):
            return limit.seconds_left()
    return 0


def _counts(host: str, sender: Sender, *, is_trusted: bool) -> _Counts:
    network = network_of(sender.ip) if sender.ip else "unknown"
    kinds = [(SENDER_LIMITS, network), (HOST_LIMITS, host)]
    if not is_trusted:
        kinds.append((STRANGERS_LIMITS, "all"))
    return [(limit, who) for limits, who in kinds for limit in limits]


def next_visit(claim: Claim, now: datetime) -> datetime:
    """Return when the page of `claim` may be visited for something new: now, or in a day."""
    if claim.visited_at is None:
        return now
    return max(now, claim.visited_at + visit_span())


def visit_span() -> timedelta:
    return VISIT_SPAN if settings.RATE_LIMITS else timedelta(0)
