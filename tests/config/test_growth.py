"""A web process that has grown too large is replaced: late, and not for having answered much."""

import pytest

from config import growth
from config.growth import Growth, resident_bytes


@pytest.fixture
def clock(monkeypatch):
    """Seconds that go by only when they are told to."""
    now = [1000.0]
    monkeypatch.setattr(growth.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def memory(monkeypatch):
    taken = [50]
    monkeypatch.setattr(growth, "resident_bytes", lambda: taken[0])
    return taken


def test_nobody_looks_before_a_process_has_served_for_a_while(clock, memory):
    memory[0] = 101
    found = Growth(most_bytes=100)
    assert not found.is_too_much()
    clock[0] += growth.FIRST_LOOK_SECONDS[0] - 1
    assert not found.is_too_much()
    clock[0] += growth.FIRST_LOOK_SECONDS[1]
    assert found.is_too_much()


def test_it_is_looked_at_again_and_again(clock, memory):
    found = Growth(most_bytes=100)
    clock[0] += growth.FIRST_LOOK_SECONDS[1]
    assert not found.is_too_much()
    memory[0] = 101
    assert not found.is_too_much()
    clock[0] += growth.LOOK_SECONDS
    assert found.is_too_much()


def test_processes_that_start_together_do_not_look_together(clock):
    first_looks = {Growth(most_bytes=100)._next_look for _ in range(20)}
    assert len(first_looks) > 1


def test_the_memory_of_this_process_is_told_in_bytes(monkeypatch, tmp_path):
    before = resident_bytes()
    assert 10 * 2**20 < before < 4 * 2**30
    held = bytearray(64 * 2**20)
    assert resident_bytes() - before > 32 * 2**20, len(held)
    monkeypatch.setattr(growth, "_STATM", tmp_path / "none")
    assert resident_bytes() == 0
