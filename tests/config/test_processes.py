"""A program that ends is started again, later each time, with nothing of it left behind."""

import subprocess
import sys
from pathlib import Path

import pytest

from config import processes
from config.processes import Program
from tests.config.conftest import is_running
from tests.waiting import wait_until

LEAVES_A_CHILD = """
import subprocess, sys
child = subprocess.Popen(["sleep", "600"])
open(sys.argv[1], "w").write(str(child.pid))
if len(sys.argv) > 2:
    child.wait()
"""


def ended(program):
    program.start()
    return wait_until(lambda: (program.reap(),) if not is_alive(program) else None)[0]


def is_alive(program):
    return program.process is not None and program.process.poll() is None


def test_the_exit_code_is_told_once():
    program = Program("seven", [sys.executable, "-c", "raise SystemExit(7)"])
    assert ended(program) == 7
    assert program.reap() is None
    assert not program.runs


def test_each_failure_makes_the_wait_longer_up_to_a_limit():
    program = Program("false", ["false"])
    waits = []
    for _ in range(9):
        ended(program)
        waits.append(round(program.start_at - program.started_at, 0))
    assert waits[:5] == sorted(waits[:5])
    assert waits[-1] == processes.LONGEST_DELAY


def test_a_program_that_ran_well_starts_again_soon(monkeypatch):
    program = Program("false", ["false"], failures=8)
    monkeypatch.setattr(processes, "STEADY_SECONDS", 0.0)
    ended(program)
    assert program.failures == 1


def test_what_a_dead_program_had_started_is_ended_too(tmp_path):
    note = tmp_path / "pid"
    program = Program("parent", [sys.executable, "-c", LEAVES_A_CHILD, str(note)])
    ended(program)
    wait_until(lambda: not is_running(int(note.read_text())))


def test_killing_a_program_ends_its_whole_group(tmp_path):
    note = tmp_path / "pid"
    program = Program("parent", [sys.executable, "-c", LEAVES_A_CHILD, str(note), "stay"])
    program.start()
    wait_until(lambda: note.exists() and note.read_text())
    program.kill()
    wait_until(lambda: not is_running(int(note.read_text())))


def test_how_a_program_ended_is_told_in_words():
    assert processes._how(3) == "exit code 3"
    assert processes._how(-9) == "killed by SIGKILL"


FREES_MUCH = """
import threading
from config.growth import resident_bytes
from config.processes import return_free_memory, share_one_heap

share_one_heap()
kept, free = [], []

def fill():
    for _ in range(10_000):
        free.append(bytes(8000))
        kept.append(bytes(600))

threads = [threading.Thread(target=fill) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
full = resident_bytes()
free.clear()
return_free_memory()
print(full - resident_bytes())
"""


@pytest.mark.skipif(not hasattr(processes._libc, "malloc_trim"), reason="not glibc")
def test_what_is_free_between_what_is_kept_goes_back_to_the_system():
    done = subprocess.run(
        [sys.executable, "-c", FREES_MUCH],
        cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True, check=True,
    )  # fmt: skip
    # Of the 320 MB that are free; of what shares a page with something kept, nothing.
    assert int(done.stdout) > 100_000_000
