"""What another process makes comes here in its order, and so does what goes wrong there."""

import os
import signal
from pathlib import Path

import pytest

from config.populating.ahead import Lost, ahead
from tests.waiting import wait_until


def test_it_yields_what_the_steps_yield():
    assert list(ahead(iter(range(9)))) == list(range(9))
    assert list(ahead(iter(()))) == []


def test_the_steps_are_made_in_another_process():
    (pid,) = ahead(os.getpid() for _ in range(1))
    assert pid != os.getpid()


def test_what_is_raised_there_is_raised_here_after_what_came_before():
    def steps():
        yield 1
        raise ValueError("bread")

    made = ahead(steps())
    assert next(made) == 1
    with pytest.raises(ValueError, match="bread"):
        next(made)


def test_a_process_that_is_killed_is_not_waited_for():
    def steps():
        os.kill(os.getpid(), signal.SIGKILL)
        yield

    with pytest.raises(Lost, match="-9"):
        next(ahead(steps()))


def test_nor_one_that_is_killed_in_the_midst_of_a_step():
    def steps():
        yield os.getpid()
        yield b"bread" * 10_000_000

    made = ahead(steps())
    pid = next(made)
    # It has more to say than a pipe holds, and nobody listens.
    wait_until(lambda: is_asleep(pid))
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(Lost, match="-9"):
        next(made)


def is_asleep(pid):
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "S"


def test_the_process_ends_with_whoever_takes_no_more():
    def steps():
        while True:
            yield os.getpid()

    made = ahead(steps())
    pid = next(made)
    made.close()
    wait_until(lambda: not os.path.exists(f"/proc/{pid}"))
