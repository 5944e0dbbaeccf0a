"""What `make spam-report` measures stays as good as it is said to be."""

import pytest

from tests import spam_report
from tests.spam_report import Figures, flattery_verdicts, means, youtube_figures


def test_comments_that_nobody_taught_are_told_apart_as_well_as_by_the_best_published():
    if not spam_report.YOUTUBE.is_dir():
        pytest.skip(spam_report.ABSENT)
    mcc, ham_blocked, spam_caught, _seconds = means(youtube_figures().values())
    assert mcc >= 0.90
    assert ham_blocked <= 0.025
    assert spam_caught >= 0.90


def test_flattery_is_held_and_honest_praise_is_not():
    flattery, praise = flattery_verdicts()
    assert sum(verdict.is_held for verdict in flattery) >= 0.85 * len(flattery)
    assert sum(verdict.is_held for verdict in praise) <= 0.1 * len(praise)
    assert not any(verdict.is_spam for verdict in praise)


def test_the_first_of_each_sort_teach_and_the_rest_is_asked_about():
    comments = [(f"{sort} {number}", sort) for number in range(10) for sort in (True, False)]
    taught, asked = spam_report.parted(comments)
    assert [words for words, is_spam in asked if is_spam] == ["True 7", "True 8", "True 9"]
    assert len(taught) == 14
    assert not set(taught) & set(asked)


@pytest.mark.parametrize(
    ("figures", "mcc"),
    [(Figures(5, 0, 0, 5), 1), (Figures(0, 5, 5, 0), -1), (Figures(2, 2, 2, 2), 0)],
)
def test_all_right_is_one_and_chance_is_nothing(figures, mcc):
    assert figures.mcc == mcc


def test_without_the_comments_the_report_says_so(tmp_path):
    lines = list(spam_report.report(tmp_path / "absent"))
    assert lines[0] == spam_report.ABSENT
    assert any("flattery" in line for line in lines)
