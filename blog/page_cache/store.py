"""Keeps pages in the memory of the process; past a number of bytes, the longest unused go."""

from __future__ import annotations

import threading
from collections import OrderedDict

from blog.page_cache.keys import Key
from blog.page_cache.pages import KeptPage


class PageStore:
    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.evicted = 0
        self._pages: OrderedDict[Key, tuple[KeptPage, int]] = OrderedDict()
        self._lock = threading.Lock()

    def held(self) -> dict[str, int]:
        return {"pages": len(self._pages), "bytes": self.bytes, "evicted": self.evicted}

    def get(self, key: Key) -> KeptPage | None:
        with self._lock:
            found = self._pages.get(key)
            if found is None:
                return None
            self._pages.move_to_end(key)
        return found[0]

    def put(self, key: Key, page: KeptPage) -> None:
        """Keep `page`, or weigh it anew; one that fills more than a tenth alone is not kept."""
        size = page.size
        with self._lock:
            self._drop(key)
            if size > self.most_bytes // 10:
                return
            self._pages[key] = page, size
            self.bytes += size
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self._pages)))
                self.evicted += 1

    def drop(self, key: Key) -> None:
        with self._lock:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        found = self._pages.pop(key, None)
        if found is not None:
            self.bytes -= found[1]
