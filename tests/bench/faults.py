"""What readers and writers meet while PostgreSQL restarts: `python -m tests.bench.faults`

Two instances of the site on one database of its own, with readers and writers on both, and a jobs
worker; the database is stopped under them again and again. Ends with 1 where an answer was wrong.
"""

import signal
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from contextlib import ExitStack, contextmanager
from itertools import cycle, islice
from pathlib import Path

from tests import postgresql
from tests.bench.databases import DURABLE, PostgreSQL
from tests.bench.faults_seen import HEAD, Fault, breaches, line_of
from tests.bench.inside import Inside
from tests.bench.sites import ROOT, free_port, make_site, serving
from tests.bench.twins import two_instances
from tests.bench.visiting import visit
from tests.bench.witnesses import Witnesses

POSTS = 8
CALM_SECONDS = 3
KINDS = {"fast stop": signal.SIGINT, "immediate stop": signal.SIGQUIT}
STORED = "SELECT body, count(*) FROM comments_comment GROUP BY body"
# Each answer comes from whichever of two processes is free.
LOOKS = 4


def options(arguments):
    parser = ArgumentParser(prog="python -m tests.bench.faults")
    parser.add_argument("--faults", type=int, default=6)
    parser.add_argument("--down", type=float, default=4, help="seconds for which it stays down")
    return parser.parse_args(arguments)


def main(arguments):
    given = options(arguments)
    programs = postgresql.newest_programs()
    if programs is None:
        say("There is no PostgreSQL to restart: `apt-get install postgresql` brings one.")
        return 1
    with postgresql.running_server(programs, DURABLE) as server:
        found = list(restarts(server, given))
    wrong = [breach for fault in found for breach in breaches(fault)]
    say("", *wrong, f"{len(wrong)} breaches" if wrong else "ok: nothing was wrong")
    return 1 if wrong else 0


def restarts(server, given):
    """Yield a Fault after each restart, of which a line is printed."""
    say(HEAD)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rejoinder-bench-")))
        database = PostgreSQL(server.url())
        url = stack.enter_context(database.database(folder, "faults"))
        site = make_site(database, folder, url)
        with Inside(site) as inside:
            posts = inside.ask("write_posts", POSTS, 0)
        servers = stack.enter_context(two_instances(site))
        anew = site.at(free_port(), SITE_URL=servers[0].address, PAGE_CACHE_MB="0")
        fresh = stack.enter_context(serving(anew))
        worker = stack.enter_context(jobs_worker(site))
        for kind in islice(cycle(KINDS), given.faults):
            fault = restart(server, kind, given.down, servers, posts)
            fault.stored = database.query(url, STORED)
            fault.stale = stale_pages(servers, fresh, ["/", *(post["page"] for post in posts)])
            fault.unready = unready(servers)
            fault.is_worker_gone = worker.poll() is not None
            say(line_of(fault))
            yield fault


def restart(server, kind, down, servers, posts):
    """Stop and start the database under load; return what was seen."""
    with Witnesses([each.address for each in servers], posts) as witnesses:
        time.sleep(CALM_SECONDS)
        stopped = time.monotonic()
        server.stop(KINDS[kind])
        time.sleep(down)
        server.start()
        started = time.monotonic()
        time.sleep(CALM_SECONDS + 2)
    return Fault(kind, stopped, started, witnesses.looks, witnesses.tries)


def stale_pages(servers, fresh, paths):
    """Return the addresses where a kept page is another one than the same made anew."""
    return [
        f"{server.address}{path}"
        for path in paths
        for expected in [visit(fresh.address, path).body]
        for server in servers
        for _ in range(LOOKS)
        if visit(server.address, path).body != expected
    ]


def unready(servers):
    answers = [(each.address, visit(each.address, "/readyz")) for each in servers]
    return [f"{address}: {answer.text}" for address, answer in answers if answer.status != 200]


@contextmanager
def jobs_worker(site):
    log = (site.folder / "jobs.log").open("a")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "jobs"],
        cwd=ROOT, env=site.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
        log.close()


def say(*lines):
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
