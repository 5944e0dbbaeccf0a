"""What became of a ping that was sent."""

import pytest

from blog.web.exchange import Response
from trackbacks.protocols.answers import LONGEST_WORDS, Verdict, answer, answer_by_status


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(200, "accepted"), (202, "accepted"), (204, "accepted"), (304, "refused"), (400, "refused"),
     (403, "refused"), (404, "refused"), (410, "refused"), (501, "refused"), (408, "later"),
     (425, "later"), (429, "later"), (500, "later"), (503, "later"), (599, "later")],
)  # fmt: skip
def test_a_status_says_whether_to_ask_again(status, verdict):
    judged = answer_by_status(Response("https://other.example/", status, {}))
    assert judged.verdict == verdict
    assert str(status) in judged.words


def test_words_of_strangers_become_one_short_line():
    words = answer(Verdict.REFUSED, "No\x00\n\x1b[31m way " + "x y" * 10_000).words
    assert words.startswith("No [31m way")
    assert len(words) <= LONGEST_WORDS
