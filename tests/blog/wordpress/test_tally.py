"""What is told of a run: counts, reasons, a few names."""

from blog.wordpress.tally import Tally


def test_a_table_of_all_kinds_comes_first():
    tally = Tally()
    tally.take("posts", 12)
    tally.know("posts", 3)
    tally.leave("posts", "in the trash", "Old")
    lines = list(tally.lines())
    assert lines[0].split() == ["taken", "already", "here", "left"]
    assert [line.split()[0] for line in lines[1:9]] == [
        "authors", "categories", "tags", "posts", "pages", "comments", "pingbacks", "trackbacks",
    ]  # fmt: skip
    assert lines[4].split() == ["posts", "12", "3", "1"]
    assert lines[9:] == ["", "Left:", "      1 × in the trash (“Old”)"]  # noqa: RUF001


def test_a_reason_names_three_and_shortens_them():
    tally = Tally()
    for name in ("one", "two " * 30, "", "three", "four"):
        tally.remark("changed", name)
    [told] = [line for line in tally.lines() if "changed" in line]
    assert "5 × changed (“one”, “two two" in told  # noqa: RUF001
    assert told.endswith("“three”, …)")
    assert len(told) < 120


def test_nothing_of_what_came_to_nothing_is_counted():
    whole, part = Tally(), Tally()
    part.take("posts")
    part.leave("comments", "spam", "x")
    assert not whole.taken
    whole.add(part)
    whole.add(part)
    assert (whole.taken["posts"], whole.left["comments"]) == (2, 2)
    assert (whole.reasons["spam"].count, whole.reasons["spam"].names) == (2, ["x", "x"])
