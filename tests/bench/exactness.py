"""Is what was written seen by the next reader, in every process? `python -m tests.bench.exactness`

Two instances of two processes each on one database, with readers on both. Ends with 1 where
anything was missed once.
"""

import sys
import tempfile
import time
from argparse import ArgumentParser
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path

from tests.bench.databases import databases
from tests.bench.figures import Spread
from tests.bench.inside import Inside
from tests.bench.load import best_load
from tests.bench.sites import make_site
from tests.bench.twins import Crowd, comment, missing, two_instances, words

POSTS = 10


class Tries:
    """How often something was looked for, how often it was missed, and how long it took."""

    def __init__(self, what):
        self.what, self.missed, self.seconds = what, [], []

    def add(self, missed, seconds):
        self.missed += [missed] if missed else []
        self.seconds.append(seconds)

    @property
    def line(self):
        took, tries = Spread.of(self.seconds), len(self.seconds)
        return (
            f"{'MISSED' if self.missed else 'ok    '} {self.what}: seen in "
            f"{tries - len(self.missed)} of {tries} tries; until the last look "
            f"{1000 * took.median:.0f} ms, at most {1000 * took.high:.0f}"
        )


def options(arguments):
    parser = ArgumentParser(prog="python -m tests.bench.exactness")
    parser.add_argument("--tries", type=int, default=1000)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--cache-url", default="", help="redis://… for the limits of both")
    return parser.parse_args(arguments)


def main(arguments):
    given = options(arguments)
    with databases(given.databases.split(",")) as them:
        found = [tries for database in them for tries in try_on(database, given)]
    return 1 if not found or any(tries.missed for tries in found) else 0


def try_on(database, given):
    """Return the tries on one database, each after its line was printed."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rejoinder-bench-")))
        url = stack.enter_context(database.database(folder, "exactness"))
        site = make_site(database, folder, url, CACHE_URL=given.cache_url)
        inside = stack.enter_context(Inside(site))
        posts = inside.ask("write_posts", POSTS, 0)
        servers = stack.enter_context(two_instances(site))
        paths = ("/", *(post["page"] for post in posts))
        load = best_load()
        with Crowd(load, servers, paths) as crowd:
            yield from told(comments(servers, posts, given.tries), database)
            yield from told(moderation(servers, posts, inside, given.tries // 10), database)
            yield from told(edits(servers, posts, inside, given.tries // 10), database)
        say(
            f"       meanwhile by {load.name}: {crowd.requests:,} answers, {crowd.errors} errors, "
            f"{crowd.silences} runs without an answer"
        )
        reading = Tries("a page for readers")
        reading.add([crowd] if crowd.errors or crowd.silences else [], 0)
        yield reading


def told(tries, database):
    say(f"{database.name:10} {tries.line}", *(f"       {each}" for each in tries.missed[:5]))
    yield tries


def comments(servers, posts, number):
    """Comment at the first instance; look at the page and at home's count in all processes."""
    tries, counts = Tries("a comment"), {post["pk"]: 0 for post in posts}
    for post in islice(cycle(posts), number):
        begin = time.monotonic()
        written = comment(servers[0].address, post["form"])
        counts[post["pk"]] += 1
        count = f'{post["page"]}#comments">{counts[post["pk"]]}<'
        missed = missing(servers, written.page, written.mark) + missing(servers, "/", count)
        tries.add(missed, time.monotonic() - begin)
    return tries


def moderation(servers, posts, inside, number):
    """Hold and approve by the service in another process; look in all others."""
    tries = Tries("a decision of the author")
    written = comment(servers[0].address, posts[0]["form"])
    for status in islice(cycle(["pending", "approved"]), number):
        begin = time.monotonic()
        inside.ask("change_status", written.pk, status)
        is_there = status == "approved"
        missed = missing(servers, written.page, written.mark, is_there=is_there)
        tries.add(missed, time.monotonic() - begin)
    return tries


def edits(servers, posts, inside, number):
    """Edit a post by the service in another process; look in all others."""
    tries = Tries("an edit of a post")
    for post in islice(cycle(posts), number):
        begin = time.monotonic()
        mark = words()
        inside.ask("edit", post["pk"], mark)
        tries.add(missing(servers, post["page"], mark), time.monotonic() - begin)
    return tries


def say(*lines):
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
