"""Pure: medians, spreads and ratios of what was measured."""

from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Spread:
    """The median of several runs, the least and the most."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values):
        values = list(values)
        return cls(median(values), min(values), max(values))


@dataclass(frozen=True)
class Run:
    """One run of a load: latencies in ms, CPU in seconds of all the site's processes together."""

    requests: int
    seconds: float
    p50: float
    p99: float
    errors: int = 0
    cpu: float = 0.0
    database_cpu: float = 0.0

    @property
    def per_second(self):
        return self.requests / self.seconds


@dataclass(frozen=True)
class Row:
    """One line of the main table: a page as one program served it."""

    page: str
    program: str
    per_second: Spread
    p50: float
    p99: float
    cpu_ms: float
    database_cpu_ms: float
    errors: int
    queries: int | None = None
    bytes: int | None = None

    def as_json(self):
        return asdict(self)


def row_of(page, program, runs, **known):
    """Sum up the runs of one program on one page: medians, and all errors."""
    return Row(
        page=page,
        program=program,
        per_second=Spread.of(run.per_second for run in runs),
        p50=median(run.p50 for run in runs),
        p99=median(run.p99 for run in runs),
        cpu_ms=median(1000 * run.cpu / run.requests for run in runs),
        database_cpu_ms=median(1000 * run.database_cpu / run.requests for run in runs),
        errors=sum(run.errors for run in runs),
        **known,
    )


def ratio(row, other):
    """Return how many requests `row` answered for each one of `other`, each in its best run.

    One of a program's two processes may happen to take nearly all connections of a run, which
    then says how fast one processor is.
    """
    return row.per_second.high / other.per_second.high


def percentile(values, share):
    """Return the value that `share` of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    rank = -(-len(ordered) * share // 1)
    return ordered[max(int(rank), 1) - 1]
