"""Block lists as files."""

import time
from pathlib import Path

import pytest

from blog.feedback.block_lists import export_list, import_list
from blog.feedback.blocking import block
from blog.feedback.gathering import block_list
from blog.feedback.spam import BlockList
from blog.models import BlockRule
from blog.text.folding import fold

PUBLIC_LIST = Path(__file__).parents[4] / "shared" / "data" / "spam-blocklist" / "blacklist.txt"


@pytest.mark.django_db
def test_each_line_is_a_rule_and_what_says_nothing_is_left_out():
    lines = ["Casino \n", "# a word to people\n", "\n", "host:Pills.example\n", "ab\n", ":)!\n"]
    lines += ["network:192.0.2.0/24\n", "network:nowhere\n", "casino\n"]
    taken = import_list(lines, "a list")
    assert (taken.new, taken.known, taken.refused) == (3, 1, 3)
    assert list(export_list()) == ["host:pills.example", "network:192.0.2.0/24", "casino"]
    assert set(BlockRule.objects.values_list("source", flat=True)) == {"a list"}
    assert block_list().terms_in("casino") == {"casino": "a list"}


@pytest.mark.django_db
def test_what_a_person_decided_stays_hers():
    block("term", "casino", None, "Mine.")
    taken = import_list(["casino", "poker"], "a list")
    assert (taken.new, taken.known) == (1, 1)
    assert BlockRule.objects.get(value="casino").source == ""


@pytest.mark.django_db
def test_a_second_import_adds_nothing():
    lines = [f"term {n}" for n in range(5000)]
    assert import_list(lines, "a list").new == 5000
    again = import_list(lines, "a list")
    assert (again.new, again.known) == (0, 5000)


def test_the_public_list_is_searched_within_a_few_milliseconds():
    if not PUBLIC_LIST.exists():
        pytest.skip("the public block list is not at hand")
    terms = [fold(line) for line in PUBLIC_LIST.read_text().splitlines()]
    rules = BlockList(("term", term, "public") for term in terms if len(term) > 2)
    text = fold("A comment of the greatest length that is taken, on bread and its crust. " * 142)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        rules.terms_in(text)
        times.append(time.perf_counter() - start)
    # A search for each term would take more than a second; the machine may be busy.
    assert min(times) < 0.1
