"""How much memory a web process holds once its page cache is full."""

from tests.bench import processes
from tests.bench.inside import Inside
from tests.bench.load import Asked
from tests.bench.sites import free_port, serving

PASS_SECONDS = 10
MOST_PASSES = 12
# A pass that adds less than this, in MB, finds the cache full.
STILL = 1.0


def measure(site, load):
    """Return {"Rss": MB, "Pss": MB} of the largest web process, after readers went everywhere."""
    with Inside(site) as inside:
        everywhere = Asked(tuple(inside.ask("every_post")))
    with serving(site.at(free_port())) as server:
        before = 0.0
        for _ in range(MOST_PASSES):
            load.run(server.address, everywhere, PASS_SECONDS)
            largest = largest_of(server)
            if largest["Pss"] - before < STILL:
                break
            before = largest["Pss"]
        return largest


def largest_of(server):
    return max(map(processes.memory_of, server.workers), key=lambda memory: memory["Pss"])
