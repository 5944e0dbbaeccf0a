"""Who lives is told by a lock that no death forgets to drop."""

import subprocess
import sys

from config.presence import Presence, split_by_life

HOLD_AND_WAIT = """
import sys
from pathlib import Path
from config.presence import Presence
with Presence(Path(sys.argv[1]), "other"):
    print("here", flush=True)
    sys.stdin.read()
"""


def another_process(folder):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_AND_WAIT, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "here\n"
    return process


def test_nobody_is_there_at_first(tmp_path):
    assert split_by_life(tmp_path / "missing") == (set(), set())


def test_whoever_is_present_lives_until_it_leaves(tmp_path):
    with Presence(tmp_path, "me"):
        assert split_by_life(tmp_path) == ({"me"}, set())
    assert split_by_life(tmp_path) == (set(), set())


def test_a_killed_process_is_dead_for_all(tmp_path):
    other = another_process(tmp_path)
    assert split_by_life(tmp_path) == ({"other"}, set())
    other.kill()
    other.communicate()
    assert split_by_life(tmp_path) == (set(), {"other"})


def test_a_process_that_ends_in_peace_leaves_nothing(tmp_path):
    other = another_process(tmp_path)
    other.communicate("")
    assert list(tmp_path.iterdir()) == []
