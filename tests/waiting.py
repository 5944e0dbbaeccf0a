"""Waiting for what other processes do: on a condition, never for a time."""

import time


def wait_until(condition, *, seconds=30):
    """Return the first true value of `condition()`, or fail."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError("what was waited for did not happen")
