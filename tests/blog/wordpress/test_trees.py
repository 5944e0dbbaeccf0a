"""Links that do not make a tree are cut in one place each."""

from hypothesis import given
from hypothesis import strategies as st

from blog.wordpress.trees import circular, parents_first


def test_one_link_of_a_circle_is_cut():
    assert circular({"a": "b", "b": "c", "c": "a", "d": "a"}) == {"a"}


def test_a_thing_below_itself_is_a_circle():
    assert circular({"a": "a", "b": "a"}) == {"a"}


def test_a_tree_is_left_whole():
    assert circular({"b": "a", "c": "b", "d": "elsewhere"}) == set()


def test_parents_come_first():
    assert parents_first({"c": "b", "b": "a", "a": "", "x": "elsewhere"}) == ["a", "x", "b", "c"]


@given(st.dictionaries(st.integers(0, 12).map(str), st.integers(0, 12).map(str)))
def test_whatever_points_where_a_tree_is_left(parents):
    cut = circular(parents)
    kept = {key: "" if key in cut else parent for key, parent in parents.items()}
    ordered = parents_first(kept)
    assert sorted(ordered) == sorted(parents)
    for key, parent in kept.items():
        assert parent not in kept or ordered.index(parent) < ordered.index(key)
