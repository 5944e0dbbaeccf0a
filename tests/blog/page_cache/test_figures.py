"""The figures of all web processes of a machine, in memory that they share."""

from blog.page_cache.figures import PLACES, Figures, leave_place, totals


def test_the_figures_of_all_processes_are_added_up():
    before, one, other = totals(), Figures(place=1), Figures(place=2)
    one.count("hits")
    other.count("hits")
    one.set("pages", 3)
    other.set("pages", 4)
    after = totals()
    assert after["hits"] == before["hits"] + 2
    assert after["pages"] == before["pages"] + 7
    leave_place(1)
    leave_place(2)


def test_a_process_that_has_ended_holds_nothing_but_what_it_did_still_counts():
    before, ended = totals(), Figures(place=PLACES - 1)
    ended.count("misses")
    ended.set("bytes", 1000)
    leave_place(2 * PLACES - 1)
    assert totals() == before | {"misses": before["misses"] + 1}
