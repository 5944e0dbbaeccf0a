"""The worst that can be sent costs no more than a moment of work.

Measured as time of this process alone, which other programs on the machine do not lengthen.
"""

import time

import pytest

from tests.blog.feedback.spam.verdicts import verdict

LONGEST = 10 * 1024
A_MOMENT = 0.35
WORST = (
    *("a", "a.", "a@", "@", ".", "1", "1 1", "(1", "+1 ", "<a ", "[url ", "www.", "http://"),
    *("blog ", "share ", "great x ", "i love a ", "rss ", "thank you ", "\u0430a "),
    "a\u0301\u0301\u0301\u0301",
)


@pytest.mark.parametrize("unit", WORST)
def test_no_text_keeps_the_filter_busy(unit):
    start = time.process_time()
    verdict((unit * LONGEST)[:LONGEST], url=f"https://{'a.' * 190}b")
    assert time.process_time() - start < A_MOMENT
