"""Two instances of the site on one database, readers on both, and a writer who looks at once."""

import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode, urlsplit

from tests.bench.load import FORM, Asked, LoadFailed
from tests.bench.sites import free_port, serving
from tests.bench.visiting import visit

READERS = 4
# Each answer comes from whichever process is free: so many looks at an instance meet both.
LOOKS = 2
PERMALINK = re.compile(r"/comments/([0-9]+)/")
WORDS = """
    bread flour water salt patience kitchen loaf oven steam crust crumb morning evening river
    garden letter winter summer music record piano window paper quiet slowly rising warm golden
""".split()  # noqa: SIM905
_random = Random(5)


class Refused(Exception):
    """Why a comment was not taken and shown."""


@dataclass
class Written:
    """A comment that was taken: its id, and the page that it is said to stand on."""

    pk: int
    page: str

    @property
    def mark(self):
        return f'id="comment-{self.pk}-name"'


@contextmanager
def two_instances(site):
    """Yield two servers of one site, under one public address."""
    first = site.at(free_port())
    second = site.at(free_port(), SITE_URL=first.address)
    with serving(first) as one, serving(second) as other:
        yield one, other


def words(number=12):
    """Return a sentence that nobody wrote before."""
    return " ".join(_random.choice(WORDS) for _ in range(number)).capitalize() + "."


def comment(address, form):
    """Send a comment as a browser does, and go where that leads. Raises Refused, OSError."""
    fields = {"name": f"Ann {words(2)}", "email": "ann@example.com", "body": words()}
    headers = {"Content-Type": FORM, "Origin": address}
    answer = visit(address, form, urlencode(fields), headers)
    permalink = PERMALINK.fullmatch(urlsplit(answer.header("Location")).path)
    if permalink is None:
        raise Refused(f"{answer.status} {answer.header('Location')}")
    place = visit(address, permalink[0]).header("Location")
    return Written(int(permalink[1]), urlsplit(place).path)


def missing(servers, page, mark, *, is_there=True):
    """Return the addresses of those that do not show `mark` on `page` (or do, unless is_there)."""
    looks = [server.address for server in servers for _ in range(LOOKS)]
    return [address for address in looks if (mark in visit(address, page).text) != is_there]


@dataclass
class Crowd:
    """Readers of `paths` on each server while the context lasts; every page was made before."""

    load: object
    servers: tuple
    paths: tuple
    seconds: int = 2
    runs: list = field(default_factory=list)
    # Runs in which nobody was answered.
    silences: int = 0

    def __enter__(self):
        for server in self.servers:
            for path in self.paths * LOOKS:
                visit(server.address, path)
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._read, args=(server,)) for server in self.servers
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _read(self, server):
        while not self._over.is_set():
            asked = Asked(self.paths)
            try:
                run = self.load.run(server.address, asked, self.seconds, READERS)
            except LoadFailed:
                self.silences += 1
            else:
                self.runs.append(run)

    @property
    def requests(self):
        return sum(run.requests for run in self.runs)

    @property
    def errors(self):
        return sum(run.errors for run in self.runs)
