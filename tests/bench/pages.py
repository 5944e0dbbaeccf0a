"""The main table: each page by the site, cached and not, and by a bare program beside it."""

from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from urllib.parse import urlencode

from tests.bench.bare import written_down
from tests.bench.figures import row_of
from tests.bench.inside import Inside
from tests.bench.load import Asked, LoadFailed, with_number
from tests.bench.sites import BARE, free_port, serving
from tests.bench.visiting import visit

CACHED, UNCACHED, BARE_PROGRAM = "cached", "uncached", "bare"
# For as long as both processes need to have seen the page.
WARM_UP_SECONDS = 1
GETS = ["home", "post, 14 comments", "post, 1,000 comments", "feed", "search"]
POSTS_WRITTEN_TO = 50
LONG_AGO = 4000
OTHER_BLOG = "other.example"
COMMENT = {
    "name": "Reader {n}",
    "email": "reader{n}@example.com",
    "body": "The bread of occasion {letters} rose well over night. How long did you let it rest?",
}
LINK = {
    "url": f"https://{OTHER_BLOG}/{{n}}",
    "title": "An answer, number {n}",
    "blog_name": "Another blog",
    "excerpt": "They say it well, and there is more to it.",
}
# Above the numbers that loads put into forms.
_numbers = count(10**12)


def form_of(fields):
    return urlencode(fields, safe="{}")


def what_is_asked(inside):
    """Return what is asked for, by the names of the table's lines."""
    found = inside.ask("addresses")
    inside.ask("trust", OTHER_BLOG)
    posts = inside.ask("write_posts", POSTS_WRITTEN_TO, LONG_AGO)
    asked = {name: Asked((found[name],)) for name in GETS}
    brotli = (("Accept-Encoding", "br"),)
    asked["post, 14 comments, br"] = Asked((found["post, 14 comments"],), headers=brotli)
    asked["comment sent"] = Asked(tuple(post["form"] for post in posts), form_of(COMMENT))
    asked["trackback sent"] = Asked(tuple(post["trackback"] for post in posts), form_of(LINK))
    return asked


def answer_of(address, asked):
    """Return what the site answers. Raises ValueError where it refuses."""
    form = with_number(asked.form, next(_numbers))
    answer = visit(address, asked.paths[0], form, asked.headers_for(address))
    if answer.status >= 400:
        raise ValueError(f"{asked.paths[0]} was answered by {answer.status}: {answer.text}")
    return answer


@dataclass(frozen=True)
class Pages:
    """Three programs with the same answers, and the runs of a load on each of them in turn."""

    site: object
    load: object
    rounds: int
    seconds: float

    def measure(self, say):
        """Return the rows of the table, after having told `say` those of each page."""
        uncached_site = self.site.at(free_port(), PAGE_CACHE_MB="0")
        cached_site = self.site.at(free_port())
        rows = []
        with ExitStack() as stack:
            inside = {
                CACHED: stack.enter_context(Inside(cached_site)),
                UNCACHED: stack.enter_context(Inside(uncached_site)),
            }
            servers = {
                CACHED: stack.enter_context(serving(cached_site)),
                UNCACHED: stack.enter_context(serving(uncached_site)),
            }
            for page, asked in what_is_asked(inside[UNCACHED]).items():
                found = self.measure_page(page, asked, servers, inside)
                say(found)
                rows += found
        return rows

    def measure_page(self, page, asked, servers, inside):
        answer = answer_of(servers[CACHED].address, asked)
        with self.bare_server(answer) as bare:
            programs = servers | {BARE_PROGRAM: bare}
            runs = self.runs(asked, programs, inside[UNCACHED])
        queries = {name: queries_of(asked, process) for name, process in inside.items()}
        return [
            row_of(page, name, runs[name], queries=queries.get(name, 0), bytes=len(answer.body))
            for name in programs
        ]

    def runs(self, asked, programs, inside):
        """Return the runs on each program: in turn, over new connections each."""
        found = {name: [] for name in programs}
        for server in programs.values():
            # On a busy machine the very first page takes longer than that.
            with suppress(LoadFailed):
                self.load.run(server.address, asked, WARM_UP_SECONDS)
        for _ in range(self.rounds):
            for name, server in programs.items():
                is_stored = bool(asked.form) and name != BARE_PROGRAM
                before = inside.ask("count_sent") if is_stored else 0
                run = server.measured(partial(self.load.run, server.address, asked, self.seconds))
                if is_stored:
                    run = with_losses(run, inside.ask("count_sent") - before)
                found[name].append(run)
        return found

    @contextmanager
    def bare_server(self, answer):
        written = self.site.folder / "answer.json"
        status = f"{answer.status} {answer.reason}"
        written.write_text(written_down(status, answer.headers, answer.body))
        site = self.site.at(free_port(), BENCH_ANSWER=str(written))
        with serving(site, BARE) as server:
            yield server


def with_losses(run, stored):
    """Return `run` with an error for each answer that was given and nothing stored for it."""
    return replace(run, errors=run.errors + max(run.requests - stored, 0))


def queries_of(asked, inside):
    """Return what a request asks of the database once the page has been seen before."""
    address = inside.site.address
    headers = list(asked.headers_for(address).items())
    return [
        inside.ask(
            "count_queries", asked.paths[0], with_number(asked.form, next(_numbers)), headers
        )
        for _ in range(2)
    ][-1]
