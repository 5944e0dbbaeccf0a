"""Measures the site: `python -m tests.bench --help`."""

import json
import sys
import tempfile
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.bench import growth, memory, tables, targets
from tests.bench.databases import databases
from tests.bench.inside import Inside
from tests.bench.load import best_load
from tests.bench.pages import GETS, Pages
from tests.bench.sites import THREADS, WORKERS, fill, free_port, make_site

PARTS = ["pages", "rendering", "growth", "memory"]
# Templates are what feeds have none of, and for a search the database works more than anybody.
RENDERED = [page for page in GETS if page not in {"feed", "search"}]
RENDERINGS = 10
COMMENTS_A_POST = 10


def options(arguments):
    parser = ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--quick", action="store_true", help="fewer and shorter runs, smaller blogs: for a glance")
    add("--only", choices=PARTS, action="append", help="this part alone; may be given again")
    add("--databases", type=listed, default=["sqlite", "postgresql"], metavar="sqlite,postgresql")
    add("--posts", type=int, help="of the blog whose pages are measured")
    add("--growth-posts", type=numbers, metavar="100,10000,…", help="sizes of the growth table")
    add("--rounds", type=int, help="runs of each program on each page")
    add("--seconds", type=int, help="of each run")
    add("--keep", type=Path, metavar="DIR", help="keep the blogs of the growth table there")
    add("--json", type=Path, help="where the figures are written, by default a temporary folder",
        default=Path(tempfile.gettempdir()) / "rejoinder-bench.json")  # fmt: skip
    add("--strict", action="store_true", help="end with 1 where a target is missed")
    return with_defaults(parser.parse_args(arguments))


def with_defaults(given):
    quick = given.quick
    given.only = given.only or PARTS
    given.posts = given.posts or (500 if quick else 2000)
    given.rounds = given.rounds or (5 if quick else 9)
    given.seconds = given.seconds or (1 if quick else 2)
    sizes = [100, 1000, 10_000] if quick else [100, 10_000, 100_000]
    given.growth_posts = given.growth_posts or sizes
    return given


def listed(text):
    return text.split(",")


def numbers(text):
    return sorted(int(part) for part in text.split(","))


def say(*lines):
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def main(arguments):
    given = options(arguments)
    found = {}
    with databases(given.databases) as them:
        for database in them:
            found[database.name] = measure(database, given)
    given.json.write_text(json.dumps(found, indent=1))
    say("", f"As JSON: {given.json}")
    missed = [each for part in found.values() for each in part["verdicts"] if not each["is_met"]]
    return 1 if missed and given.strict else 0


def measure(database, given):
    """Measure everything on one database; return it as JSON holds it."""
    load = best_load()
    say("", f"{database.name}, gunicorn {WORKERS}x{THREADS}, load by {load.name}, "
        f"median of {given.rounds} runs of {given.seconds} s")  # fmt: skip
    found, verdicts = {"load": load.name, "rounds": given.rounds, "seconds": given.seconds}, []
    with ExitStack() as stack:
        if set(given.only) - {"growth"}:
            site = new_site(stack, database, given.posts)
        for part in (part for part in PARTS if part in given.only):
            if part == "growth":
                figures, judged = measure_growth(database, given)
            else:
                figures, judged = MEASURES[part](site, load, given)
            found[part] = figures
            verdicts += judged
    say("", "Must reach:", *map(tables.verdict_line, verdicts))
    return found | {"verdicts": [verdict.as_json() for verdict in verdicts]}


def new_site(stack, database, posts, keep=None):
    """Return a site with so many posts, which goes with `stack` unless there is where to `keep`."""
    name = f"posts_{posts}"
    folder = keep and keep / database.name.lower() / name
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    else:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rejoinder-bench-")))
    url = stack.enter_context(database.database(folder, name, is_kept=bool(keep)))
    site = make_site(database, folder, url)
    fill(site, posts=posts, comments=posts * COMMENTS_A_POST)
    return site


def measure_pages(site, load, given):
    say("", tables.head())
    rows = Pages(site, load, given.rounds, given.seconds).measure(
        lambda found: say(*tables.lines_of(found))
    )
    return [row.as_json() for row in rows], list(targets.of_pages(rows))


def measure_rendering(site, _load, given):
    say(
        "", "CPU of a request, and of rendering its template from values in memory, every part anew"
    )
    ratios = {}
    with Inside(site.at(free_port(), PAGE_CACHE_MB="0")) as inside:
        paths = inside.ask("addresses")
        for page in RENDERED:
            pairs = inside.ask("compare_rendering", paths[page], RENDERINGS, given.rounds)
            request, rendering = (
                1000 * median(part) / RENDERINGS for part in zip(*pairs, strict=True)
            )
            ratios[page] = median(both / alone for both, alone in pairs)
            say(tables.rendering_line(page, request, rendering))
    return ratios, targets.of_rendering(ratios)


def milliseconds(seconds):
    """Return the median of one rendering, from the seconds that RENDERINGS took."""
    return 1000 * median(seconds) / RENDERINGS


def measure_growth(database, given):
    with ExitStack() as stack:
        sites = {
            posts: new_site(stack, database, posts, given.keep) for posts in given.growth_posts
        }
        say("", tables.growth_head(sites))
        found = growth.measure(sites, given.rounds, lambda row: say(tables.growth_line(row)))
    return [each.as_json() for each in found], targets.of_growth(found)


def measure_memory(site, load, _given):
    found = memory.measure(site, load)
    return found, list(targets.of_memory(found))


MEASURES = {"pages": measure_pages, "rendering": measure_rendering, "memory": measure_memory}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
