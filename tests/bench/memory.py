"""How much memory a web process holds once its page cache is full."""

import json

from tests.bench import processes
from tests.bench.inside import Inside
from tests.bench.load import Asked
from tests.bench.sites import free_port, serving
from tests.bench.visiting import visit

PASS_SECONDS = 5
MOST_PASSES = 12
# A pass that adds less than this, in MB, finds the memory settled.
STILL = 1.0
# Each is another page to keep, or the same one packed otherwise.
HOSTS = ["127.0.0.1", "localhost"]
CODINGS = ["identity", "gzip", "br"]


def measure(site, load):
    """Return {"Rss": MB, "Pss": MB} of the largest web process, after readers went everywhere.

    "evicted" is how many pages had to go since the caches were full, "held" the MB of all pages.
    """
    with Inside(site) as inside:
        posts = inside.ask("every_post")
    paths = tuple(path for post in posts for path in (post, f"{post}feed/"))
    everywhere = [
        Asked(paths, headers=(("Host", f"{host}:{site.port}"), ("Accept-Encoding", coding)))
        for host in HOSTS
        for coding in CODINGS
    ]
    with serving(site.at(free_port())) as server:
        before = 0.0
        for _ in range(MOST_PASSES):
            for asked in everywhere:
                load.run(server.address, asked, PASS_SECONDS)
            largest, kept = largest_of(server), kept_by(server)
            if kept["evicted"] and largest["Pss"] - before < STILL:
                break
            before = largest["Pss"]
        return largest | {"evicted": kept["evicted"], "held": kept["bytes"] / 2**20}


def kept_by(server):
    """Return what the page caches of all its processes hold together."""
    return json.loads(visit(server.address, "/readyz").text)["page_cache"]


def largest_of(server):
    return max(map(processes.memory_of, server.workers), key=lambda memory: memory["Pss"])
