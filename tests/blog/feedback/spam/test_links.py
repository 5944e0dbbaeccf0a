"""Links: how many, how written, and where they lead."""

import pytest

from blog.feedback.spam import Bounds, count_links
from blog.feedback.spam.links import hosts_in, is_address
from tests.blog.feedback.spam.verdicts import codes, verdict


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("no link", 0),
        ("http://a.example and HTTPS://b.example", 2),
        ("www.a.example, (www.b.example)", 2),
        ("[words](https://a.example)", 1),
        ("a.example alone is not made a link", 0),
    ],
)
def test_links_are_counted(text, links):
    assert count_links(text) == links


def test_as_many_links_as_are_allowed_are_fine():
    text = "Flour: https://a.example https://b.example https://c.example and bread"
    assert codes(text, bounds=Bounds(max_links=3)) == []
    assert codes(text, bounds=Bounds(max_links=2)) == ["links"]
    assert codes("My bread: https://a.example there", bounds=Bounds(max_links=0)) == ["links"]


def test_the_reason_says_what_was_found_in_figures():
    (reason,) = verdict("Good bread here too " + "https://a.example " * 4).reasons
    assert reason.text == "Has 4 links; 2 are allowed."


def test_more_links_weigh_more_but_not_without_end():
    weights = [verdict("bread is here " + "https://a.example " * n).score for n in (3, 5, 9, 20)]
    assert weights == [4, 6, 8, 8]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://a.example/", ["link_only"]),
        ("look https://a.example/page now", ["link_only"]),
        ("This loaf was it: https://a.example/", []),
        ("bread [url=https://a.example]flour[/url] and water", ["markup"]),
        ('bread <a title="x" href="https://a.example">flour</a> and water', ["markup"]),
        ("Look at my bread here: https://bit.ly/abc", ["shortened"]),
    ],
)
def test_links_that_say_something_about_their_writer(text, found):
    assert codes(text) == found


def test_a_link_from_another_blog_may_be_nothing_but_a_link():
    assert codes("https://a.example/", kind="linkback") == []


@pytest.mark.parametrize("name", ["https://a.example", "www.a.example", "cheap-pans.example"])
def test_an_address_is_no_name(name):
    assert is_address(name)
    assert "link_in_name" in codes(author_name=name)


@pytest.mark.parametrize("name", ["Anna", "J. R. Hart", "Dr.Berg is here", "anna@home"])
def test_a_name_with_a_stop_is_no_address(name):
    assert not is_address(name)


def test_hosts_stand_between_the_account_and_the_port():
    text = "HTTPS://User:pw@A.Example:8080/x?y, www.b.example. (http://c.example)"
    assert hosts_in(text) == ["a.example", "b.example", "c.example"]
