"""Lets one request make a page while the others that want the same one wait for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from blog.page_cache.keys import Key

# Whoever waits longer makes the page herself.
LONGEST_WAIT = 10.0


class Flights:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[Key, threading.Event] = {}

    @contextmanager
    def join(self, key: Key) -> Iterator[bool]:
        """Yield True at once for who is to make the page, False to all others once it is made."""
        with self._lock:
            landed = self._under_way.get(key)
            is_first = landed is None
            if landed is None:
                landed = self._under_way[key] = threading.Event()
        if not is_first:
            landed.wait(LONGEST_WAIT)
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._under_way[key]
            landed.set()
