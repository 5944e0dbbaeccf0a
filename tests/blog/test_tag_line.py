"""Names of tags in one line."""

import pytest

from blog.tag_line import join_names, split_names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("", []),
        (" , ,, ", []),
        ("oaks", ["oaks"]),
        ("oaks, old  elms ,ash", ["oaks", "old elms", "ash"]),
        ("Oaks, oaks, OAKS", ["Oaks"]),
        ('"a, b", c', ["a, b", "c"]),
        ('say "hello"', ['say "hello"']),
        ('"never closed, x', ["never closed, x"]),
        ("C++, C#", ["C++", "C#"]),
        ("grün,日本語", ["grün", "日本語"]),
        ("a\r\nb\x00, c", ["a b", "c"]),
    ],
)
def test_a_line_is_taken_apart(line, names):
    assert split_names(line) == names


@pytest.mark.parametrize("names", [[], ["a"], ["a, b", "c"], ['a "b" c', "d"], ['"'], ["x,", ",y"]])
def test_what_was_joined_comes_apart_again(names):
    assert split_names(join_names(names)) == names
