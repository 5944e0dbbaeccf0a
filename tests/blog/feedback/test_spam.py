"""Each check finds nothing, or one reason in words."""

import pytest

from blog.feedback.spam import Bounds, count_links, findings
from tests.factories import make_submission


def codes(bounds=Bounds(), **fields):  # noqa: B008
    return [reason.code for reason in findings(make_submission(**fields), bounds)]


def test_a_polite_comment_has_nothing_against_it():
    assert codes() == []


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("no link, though www is in awwward", 0),
        ("https://a.example and HTTP://b.example", 2),
        ("www.a.example, (www.b.example)", 2),
        ("[words](https://a.example)", 1),
        ("a.example alone is not made a link", 0),
    ],
)
def test_links_are_counted(text, links):
    assert count_links(text) == links


def test_as_many_links_as_are_allowed_are_fine():
    text = "https://a.example https://b.example https://c.example"
    assert codes(Bounds(max_links=3), text=text) == []
    assert codes(Bounds(max_links=2), text=text) == ["links"]
    assert codes(Bounds(max_links=0), text="https://a.example") == ["links"]


def test_the_reason_says_what_was_found_in_figures():
    (reason,) = findings(make_submission(text="https://a.example " * 4), Bounds(max_links=2))
    assert reason.text == "Has 4 links; 2 are allowed."
    assert reason.as_json() == {"code": "links", "text": reason.text}


def test_only_the_trap_for_programs_is_spam_for_sure():
    found = findings(
        make_submission(honeypot="x", text="https://a.example " * 9), Bounds(max_links=2)
    )
    assert [(reason.code, reason.is_spam) for reason in found] == [
        ("honeypot", True),
        ("links", False),
    ]
