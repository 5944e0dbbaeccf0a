"""Pure: what the site must reach, and whether it did."""

from dataclasses import asdict, dataclass

from tests.bench.figures import ratio
from tests.bench.pages import BARE_PROGRAM, CACHED, UNCACHED

CACHED_SHARE = 0.80
CACHED_PAGES = ["home", "post, 14 comments", "post, 1,000 comments", "feed"]
UNCACHED_SHARES = {"home": 0.05, "post, 14 comments": 0.05, "post, 1,000 comments": 0.04}
MOST_CPU = 1.3
MOST_GROWTH = 1.15
MOST_MEMORY = 150


@dataclass(frozen=True)
class Verdict:
    """What was measured beside what it must reach, and in which direction."""

    what: str
    value: float
    bound: float
    at_most: bool
    note: str = ""

    @property
    def is_met(self):
        return self.value <= self.bound if self.at_most else self.value >= self.bound

    def as_json(self):
        return asdict(self) | {"is_met": self.is_met}


def of_pages(rows):
    """Return the verdicts on the requests per second, as shares of the bare program's."""
    found = {(row.page, row.program): row for row in rows}

    def share(page, program, bound):
        value = ratio(found[page, program], found[page, BARE_PROGRAM])
        return Verdict(f"{page}, {program}: share of the bare program", value, bound, at_most=False)

    yield from (share(page, CACHED, CACHED_SHARE) for page in CACHED_PAGES)
    yield from (share(page, UNCACHED, bound) for page, bound in UNCACHED_SHARES.items())
    for row in rows:
        if row.errors:
            yield Verdict(f"{row.page}, {row.program}: errors", row.errors, 0, at_most=True)


def of_rendering(ratios):
    """Return the verdicts on the CPU of whole requests, as multiples of rendering alone."""
    return [
        Verdict(f"{page}: CPU of a request by that of rendering", value, MOST_CPU, at_most=True)
        for page, value in ratios.items()
    ]


def of_growth(growths):
    """Return the verdicts on growth. What shows more may take as much longer as it is longer."""
    return [_of_growth(growth) for growth in growths]


def _of_growth(growth):
    what = f"{growth.page}: time with {max(growth.ms):,} posts by that with {min(growth.ms):,}"
    if not growth.is_answered:
        return Verdict(what, float("inf"), MOST_GROWTH, at_most=True, note=str(growth.statuses))
    longer = max(growth.bytes_ratio, 1.0)
    note = f"{longer:.2f} times as long a page" if longer >= 1.01 else ""
    return Verdict(what, growth.ratio, MOST_GROWTH * longer, at_most=True, note=note)


def of_memory(memory):
    what = "one web process with a full cache, MB (PSS)"
    note = f"RSS {memory['Rss']:.0f}, all hold {memory['held']:.0f} MB of pages"
    yield Verdict(what, memory["Pss"], MOST_MEMORY, at_most=True, note=note)
    yield Verdict("pages that a full cache let go", memory["evicted"], 1, at_most=False)
