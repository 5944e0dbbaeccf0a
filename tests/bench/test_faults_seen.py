"""What counts as wrong while a database restarts, on answers that are made up."""

from dataclasses import replace

import pytest

from tests.bench.faults_seen import HEAD, HELPFUL, Fault, breaches, line_of
from tests.bench.witnesses import Look, Try

GOOD = Look(9.0, 0.1, 200, "")
REFUSED = Look(12.0, 1.5, 503, HELPFUL)
FAULT = Fault(
    "fast stop", stopped=10.0, started=14.0, looks=[GOOD, REFUSED, replace(GOOD, at=15.0)],
    tries=[Try("taken", is_taken=True), Try("refused", is_taken=False)], stored={"taken": 1},
)  # fmt: skip


def told(**changes):
    return "\n".join(breaches(replace(FAULT, **changes)))


def test_a_refusal_in_words_while_the_database_is_away_is_right():
    assert told() == ""
    assert told(stored={"taken": 1, "refused": 1}) == ""
    assert len(line_of(FAULT)) == len(HEAD)


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (replace(REFUSED, at=9.5), "before anything was stopped"),
        (replace(REFUSED, at=16.5), "still 2.5 s after"),
        (replace(REFUSED, seconds=30.0), "waited 30.0 s"),
        (replace(REFUSED, text="Traceback"), "503 'Traceback'"),
        (replace(REFUSED, status=500), "by 500"),
        (replace(REFUSED, status=0, text="RemoteDisconnected"), "by 0"),
    ],
)
def test_any_other_refusal_is_wrong(look, words):
    assert words in told(looks=[GOOD, REFUSED, look])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"stored": {}}, "taken, and not there: taken"),
        ({"stored": {"taken": 1, "refused": 2}}, "more than once: refused"),
        ({"stale": ["/"]}, "anew: /"),
        ({"unready": ["late"]}, "not ready: late"),
        ({"is_worker_gone": True}, "worker has ended"),
        ({"looks": [GOOD]}, "nothing was tried"),
        ({"tries": []}, "nothing was tried"),
    ],
)
def test_what_is_there_afterwards_must_be_what_was_said(changes, words):
    assert words in told(**changes)
