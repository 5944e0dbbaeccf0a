"""Hosts and beginnings of addresses that an author names."""

import pytest

from trackbacks.source_lists import is_listed

PAGE = "https://www.other.example/~ann/2026/post?x=1"


@pytest.mark.parametrize(
    "lines",
    ["other.example", "www.other.example", "https://other.example", "http://OTHER.example/",
     "www.other.example/~ann/", "x.example\nother.example\n", " other.example # a remark",
     "https://www.other.example/~ANN", "other.example\r\nx.example"],
)  # fmt: skip
def test_a_page_is_named_by_host_or_beginning(lines):
    assert is_listed(PAGE, lines)


@pytest.mark.parametrize(
    "lines",
    ["", "\n\n", "#other.example", "example.other", "her.example", "other.example/~ann/",
     "www.other.example/~bo/", "/", "://", "http://[x", "x@y", "\x00"],
)  # fmt: skip
def test_a_page_is_named_by_nothing_else(lines):
    assert not is_listed(PAGE, lines)


def test_what_is_no_address_is_in_no_list():
    assert not is_listed("http://[::1", "other.example")
    assert not is_listed("", "other.example")
