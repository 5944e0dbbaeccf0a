"""The growth table: every public page of blogs of several sizes, uncached, side by side."""

from contextlib import ExitStack
from dataclasses import asdict, dataclass
from statistics import median
from urllib.parse import parse_qs, urlsplit

from tests.bench.databases import spent_since
from tests.bench.inside import Inside
from tests.bench.sites import free_port

# So long is one page asked for on one blog in one round, in milliseconds: the CPU of a database
# server is told in hundredths of a second.
SLICE = 300
MOST_TIMES = 100


@dataclass(frozen=True)
class Growth:
    """What a page costs by the number of posts: median ms of CPU, bytes, and the status."""

    page: str
    ms: dict[int, float]
    bytes: dict[int, int]
    statuses: dict[int, int]

    @property
    def ratio(self):
        return self.ms[max(self.ms)] / self.ms[min(self.ms)]

    @property
    def bytes_ratio(self):
        return self.bytes[max(self.bytes)] / self.bytes[min(self.bytes)]

    @property
    def is_answered(self):
        return set(self.statuses.values()) == {200}

    def as_json(self):
        return asdict(self) | {"ratio": self.ratio, "bytes_ratio": self.bytes_ratio}


def measure(sites, rounds, say):
    """Return a Growth for each page of `sites`, which are given by their numbers of posts.

    One reader at a time, without a server between: what is measured is the CPU of one page, that
    of the database's server included. Other programs of the machine take none of it away.
    """
    found = []
    with ExitStack() as stack:
        inside = {
            posts: stack.enter_context(Inside(site.at(free_port(), PAGE_CACHE_MB="0")))
            for posts, site in sites.items()
        }
        paths = addresses(inside)
        for page in paths[min(paths)]:
            asks = {posts: Asker(process, paths[posts][page]) for posts, process in inside.items()}
            found.append(growth_of(page, asks, rounds))
            say(found[-1])
    return found


def addresses(inside):
    """Return the paths of each blog's pages; the same word is searched for in all of them."""
    word = searched_in(inside[min(inside)].ask("addresses"))
    return {posts: process.ask("addresses", word) for posts, process in inside.items()}


def searched_in(paths):
    return parse_qs(urlsplit(paths["search"]).query)["q"][0]


class Asker:
    """Asks for one page as often as fits into a slice of time."""

    def __init__(self, inside, path):
        self._inside, self._path = inside, path
        once = self._ask(1)
        self.status, self.bytes = once["status"], once["bytes"]
        self._times = times_in_slice(self._ask(3)["cpu_ms"])

    def ms(self):
        site = self._inside.site
        before = site.server_cpu()
        asked = self._ask(self._times)["cpu_ms"]
        return asked + 1000 * spent_since(before, site.server_cpu()) / self._times

    def _ask(self, times):
        return self._inside.ask("time_requests", self._path, times)


def times_in_slice(ms):
    return min(max(round(SLICE / ms), 1), MOST_TIMES)


def growth_of(page, asks, rounds):
    """Ask all blogs in turn, so that what disturbs the machine disturbs them alike."""
    taken = {posts: [] for posts in asks}
    for _ in range(rounds):
        for posts, asker in asks.items():
            taken[posts].append(asker.ms())
    return Growth(
        page,
        {posts: median(values) for posts, values in taken.items()},
        {posts: asker.bytes for posts, asker in asks.items()},
        {posts: asker.status for posts, asker in asks.items()},
    )
