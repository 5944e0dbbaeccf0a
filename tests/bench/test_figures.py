"""The arithmetic of the benchmark, and the words of its tables, on figures that are made up."""

import json
from dataclasses import replace

import pytest

from tests.bench import tables, targets
from tests.bench.bare import bare, written_down
from tests.bench.databases import spent_since
from tests.bench.figures import Run, Spread, percentile, ratio, row_of
from tests.bench.growth import Growth, searched_in, times_in_slice
from tests.bench.load import Asked, LoadFailed, Wrk, read_report, summed_up, with_number
from tests.bench.pages import with_losses
from tests.bench.processes import TICKS, parse_memory, parse_times
from tests.bench.targets import Verdict

RUNS = [Run(100, 2.0, 3.0, 9.0, cpu=0.4), Run(300, 2.0, 1.0, 8.0, errors=1, cpu=0.6),
        Run(200, 2.0, 2.0, 7.0, cpu=0.6, database_cpu=0.2)]  # fmt: skip
REPORT = '{"requests": 50, "microseconds": 2000000, "p50": 1500, "p99": 9000, "statuses": 1, "broken": 2}'  # noqa: E501


def row(program="bare", page="home", requests=200):
    runs = [replace(run, requests=requests) for run in RUNS]
    return row_of(page, program, runs, queries=4, bytes=25_000)


def test_a_row_holds_medians_and_all_errors():
    found = row_of("home", "bare", RUNS)
    assert found.per_second == Spread(100.0, 50.0, 150.0)
    assert (found.p50, found.p99, found.errors) == (2.0, 8.0, 1)
    assert found.cpu_ms == pytest.approx(3.0)
    assert found.database_cpu_ms == 0.0


def test_a_ratio_is_that_of_the_best_runs():
    slow, fast = (row_of("home", "bare", [Run(n, 1.0, 1, 2), Run(9, 1.0, 1, 2)]) for n in (50, 200))
    assert ratio(slow, fast) == 0.25


@pytest.mark.parametrize(("share", "value"), [(0.5, 2), (0.99, 4), (0.01, 1)])
def test_a_percentile_is_one_of_the_values(share, value):
    assert percentile([4, 1, 3, 2], share) == value


def test_the_report_of_wrk_is_read_in_milliseconds_with_every_error():
    found = read_report(f"Running 2s test\n{REPORT}\n")
    assert found == Run(50, 2.0, 1.5, 9.0, errors=3)


@pytest.mark.parametrize("output", ["", '{"requests": 0}'])
def test_a_load_that_nobody_answered_is_no_figure(output):
    with pytest.raises(LoadFailed):
        read_report(output, "unable to connect")


def test_answers_are_summed_up_without_those_that_never_came():
    found = summed_up([(200, 0.001), (302, 0.003), (500, 0.002), (0, 30.0)], 2.0)
    assert found == Run(3, 2.0, 2.0, 3.0, errors=2)
    with pytest.raises(LoadFailed):
        summed_up([(0, 1.0)], 2.0)


def test_a_form_goes_round_the_addresses_with_an_origin():
    asked = Asked(("/a/", "/b/"), "name={n}")
    command = Wrk().command("http://127.0.0.1:1", asked, 2, 16, "list")
    assert command[-4:-2] == ["POST", command[-3]]
    assert command[-2:] == ["list", "name={n}"]
    assert "Origin: http://127.0.0.1:1" in command
    assert "report.lua" in Wrk().command("http://127.0.0.1:1", Asked(("/a/",)), 2, 16, "list")


def test_the_bare_program_gives_what_it_was_told_but_for_what_the_server_adds():
    told = []
    answer = bare(written_down("200 OK", [("ETag", '"a"'), ("Date", "now")], b"\xff"))
    assert answer({}, lambda *given: told.append(given)) == [b"\xff"]
    assert told == [("200 OK", [("ETag", '"a"')])]


def test_times_and_memory_are_read_as_the_kernel_writes_them():
    stat = f"7 (a ) b) S {' '.join(['0'] * 10)} {TICKS} {2 * TICKS} 0 {TICKS} 20"
    assert parse_times(stat) == [1.0, 2.0, 0.0, 1.0]
    assert parse_memory("00-ff ---p\nRss:  2048 kB\nPss:  1024 kB\n") == {"Rss": 2.0, "Pss": 1.0}


def test_a_new_server_process_began_at_nought():
    assert spent_since({1: 2.0, 3: 9.0}, {1: 2.5, 2: 0.25}) == 0.75


def test_growth_is_that_from_the_smallest_to_the_largest():
    found = Growth("home", {100: 2.0, 1000: 9.0, 10_000: 3.0}, {100: 10, 10_000: 20}, {100: 200})
    assert (found.ratio, found.bytes_ratio, found.is_answered) == (1.5, 2.0, True)
    assert searched_in({"search": "/search/?q=bread"}) == "bread"
    assert [times_in_slice(ms) for ms in (0.01, 5, 500)] == [100, 60, 1]


def growth(last, last_bytes=10, status=200):
    return Growth("home", {1: 10.0, 9: last}, {1: 10, 9: last_bytes}, {1: 200, 9: status})


@pytest.mark.parametrize(
    ("measured", "is_met"),
    [(growth(11.5), True), (growth(11.6), False), (growth(20.0, 20), True),
     (growth(11.6, 5), False), (growth(10.0, status=404), False)],
)  # fmt: skip
def test_a_page_may_take_longer_only_as_it_is_longer(measured, is_met):
    (verdict,) = targets.of_growth([measured])
    assert verdict.is_met == is_met


def test_pages_are_judged_by_their_share_of_the_bare_program():
    pages = [*targets.CACHED_PAGES, "search"]
    rows = [row(program, page) for page in pages for program in ("cached", "uncached", "bare")]
    shares = [each for each in targets.of_pages(rows) if "share" in each.what]
    assert len(shares) == 7
    assert all(each.value == 1 and each.is_met for each in shares)
    errors = [each for each in targets.of_pages(rows) if "errors" in each.what]
    assert len(errors) == len(rows)
    assert not any(each.is_met for each in errors)


def test_a_verdict_says_what_was_missed():
    assert tables.verdict_line(Verdict("x", 0.79, 0.8, at_most=False)).startswith("MISSED x: 0.79")
    assert tables.verdict_line(Verdict("x", 0.8, 0.8, at_most=False)).startswith("ok ")
    assert json.dumps(Verdict("x", 2, 1, at_most=True).as_json())


def test_a_table_lines_up_under_its_head_and_shouts_errors():
    lines = tables.lines_of([row("cached"), row()])
    assert all(line.endswith("ERRORS") for line in lines)
    assert len({line.index("25,000") for line in lines}) == 1
    assert len(lines[0].split("  1 ERRORS")[0]) == len(tables.head())
    assert "1.16" in tables.growth_line(growth(11.6))
    assert "ANSWERED" in tables.growth_line(growth(1.0, status=404))


def test_an_answer_for_which_nothing_was_stored_is_an_error():
    assert with_losses(RUNS[0], stored=100).errors == 0
    assert with_losses(RUNS[0], stored=116).errors == 0
    assert with_losses(RUNS[1], stored=290).errors == 11


@pytest.mark.parametrize(
    ("taken", "evicted", "met"),
    [(149.0, 5, [True, True]), (151.0, 5, [False, True]), (90.0, 0, [True, False])],
)
def test_memory_counts_only_once_a_cache_was_full(taken, evicted, met):
    memory = {"Pss": taken, "Rss": taken, "evicted": evicted, "held": 60.0}
    assert [each.is_met for each in targets.of_memory(memory)] == met


def test_no_two_forms_say_the_same_in_letters_or_in_digits():
    assert with_number("a={n}&b={letters}", 1203) == "a=1203&b=bcad"
