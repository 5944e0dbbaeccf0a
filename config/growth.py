"""When a web process has grown so large that a new one should take its place."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from random import uniform

# Of its own, beside the pages that it keeps: several times what it needs.
MOST_MB = 400
# Not sooner, or a large site would do nothing but start processes; each looks at its own time, so
# that not all of them start at once.
FIRST_LOOK_SECONDS = (600, 1200)
LOOK_SECONDS = 60

_STATM = Path("/proc/self/statm")


class Growth:
    """Looks now and then whether this process takes more than `most_bytes`."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._next_look = time.monotonic() + uniform(*FIRST_LOOK_SECONDS)  # noqa: S311

    def is_too_much(self) -> bool:
        """Costs nothing but a look at the clock, most times."""
        now = time.monotonic()
        if now < self._next_look:
            return False
        self._next_look = now + LOOK_SECONDS
        return resident_bytes() > self._most


def resident_bytes() -> int:
    """Return how much memory this process takes; 0 where the system does not tell (not Linux)."""
    with suppress(OSError):
        return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0
