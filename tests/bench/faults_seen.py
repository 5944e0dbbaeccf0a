"""Pure: what may happen while the database is away, and what not."""

from dataclasses import dataclass, field

# After the database answers again, so long may it take until nobody is refused any more.
GRACE_SECONDS = 2.0
# Nobody waits longer for being told that the site is away.
MOST_SECONDS = 5.0
HELPFUL = "This blog is away for a moment."
LAYOUT = "{:16} {:>8} {:>8} {:>8} {:>10} {:>12} {:>8} {:>8} {:>8} {:>6} {:>6}"
HEAD = LAYOUT.format(
    "fault", "down s", "answers", "503", "slowest s", "last 503 ms", "taken", "refused",
    "lost", "twice", "stale",
)  # fmt: skip


@dataclass
class Fault:
    """A restart from `stopped` to `started`, what was seen around it, and what was there after.

    `stored` are texts of comments and how often each is there.
    """

    kind: str
    stopped: float
    started: float
    looks: list
    tries: list
    stored: dict = field(default_factory=dict)
    stale: list = field(default_factory=list)
    unready: list = field(default_factory=list)
    is_worker_gone: bool = False

    @property
    def refusals(self):
        return [look for look in self.looks if not 200 <= look.status < 400]

    @property
    def slowest(self):
        return max((look.seconds for look in self.looks), default=0.0)

    @property
    def last_refusal(self):
        """Seconds from the database's return to the last refusal; below 0 before it."""
        return max((look.at - self.started for look in self.refusals), default=0.0)

    @property
    def lost(self):
        return [
            each.body for each in self.tries if each.is_taken and not self.stored.get(each.body)
        ]

    @property
    def twice(self):
        return [each.body for each in self.tries if self.stored.get(each.body, 0) > 1]


def breaches(fault):
    """Yield in words what should not have happened."""
    for look in fault.refusals:
        if look.status != 503 or HELPFUL not in look.text:
            yield f"{fault.kind}: answered by {look.status} {look.text[-300:]!r}"
        if look.at < fault.stopped:
            yield f"{fault.kind}: refused before anything was stopped"
    if fault.last_refusal > GRACE_SECONDS:
        yield f"{fault.kind}: refused still {fault.last_refusal:.1f} s after the database was back"
    if fault.slowest > MOST_SECONDS:
        yield f"{fault.kind}: somebody waited {fault.slowest:.1f} s"
    if not fault.refusals or not any(each.is_taken for each in fault.tries):
        yield f"{fault.kind}: nobody was refused, or no comment was taken: nothing was tried"
    yield from (f"{fault.kind}: taken, and not there: {body}" for body in fault.lost)
    yield from (f"{fault.kind}: there more than once: {body}" for body in fault.twice)
    yield from (f"{fault.kind}: not what it would be anew: {address}" for address in fault.stale)
    yield from (f"{fault.kind}: not ready: {answer}" for answer in fault.unready)
    if fault.is_worker_gone:
        yield f"{fault.kind}: the jobs worker has ended"


def line_of(fault):
    taken = sum(each.is_taken for each in fault.tries)
    return LAYOUT.format(
        fault.kind, f"{fault.started - fault.stopped:.1f}", f"{len(fault.looks):,}",
        f"{len(fault.refusals):,}", f"{fault.slowest:.2f}", f"{1000 * fault.last_refusal:.0f}",
        taken, len(fault.tries) - taken, len(fault.lost), len(fault.twice), len(fault.stale),
    )  # fmt: skip
