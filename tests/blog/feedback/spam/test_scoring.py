"""All checks together."""

from hypothesis import given
from hypothesis import strategies as st

from blog.feedback.spam import CERTAIN, BlockList, Bounds, judge
from blog.feedback.submission import Submission
from tests.blog.feedback.spam.verdicts import codes, standing, verdict


def test_nothing_speaks_against_what_a_reader_says_of_the_post():
    assert codes("My loaf was flat until I gave it more time. Is rye harder than wheat?") == []


def test_the_score_is_the_sum_of_what_the_reasons_weigh():
    found = verdict("https://a.example https://b.example https://c.example", seconds=1)
    assert found.score == sum(reason.weight for reason in found.reasons) > 0
    assert [reason.weight for reason in found.reasons] == sorted(
        (reason.weight for reason in found.reasons), reverse=True
    )


def test_more_for_than_against_is_no_debt():
    assert verdict(probability=0.0).score == 0


def test_the_author_says_how_many_points_change_a_status():
    text = "https://a.example https://b.example https://c.example bread and flour again"
    points = verdict(text).score
    assert standing(text, bounds=Bounds(hold_from=points)) == "held"
    assert standing(text, bounds=Bounds(hold_from=points + 1)) == "shown"
    assert standing(text, bounds=Bounds(hold_from=1, spam_from=points)) == "spam"


def test_a_reason_is_kept_with_its_points():
    (reason,) = verdict(honeypot="x").reasons
    assert reason.as_json() == {
        "code": "honeypot",
        "text": "A field that people cannot see was filled in.",
        "weight": CERTAIN,
    }


@given(st.text(max_size=300), st.text(max_size=40), st.text(max_size=40))
def test_no_text_breaks_a_check(text, name, url):
    blocked = BlockList([("term", "casino", ""), ("host", "a.example", "")])
    sent = Submission(text, author_name=name, url=url, probability=0.5, repeats=1, seconds=0.0)
    assert judge(sent, Bounds(blocked=(blocked,))).score >= 0
