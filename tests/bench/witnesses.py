"""Readers and writers who note everything that they meet, answer by answer."""

import http.client
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode, urlsplit

from tests.bench.load import FORM
from tests.bench.twins import PERMALINK, words
from tests.bench.visiting import visit

READERS, WRITERS = 3, 2
# Readers look at most so often, each: what matters is when, not how many.
PAUSE = 0.01
_numbers = count(1)


@dataclass(frozen=True)
class Look:
    """One answer: when it came, after how many seconds, its status (0 for none), its text."""

    at: float
    seconds: float
    status: int
    text: str


@dataclass(frozen=True)
class Try:
    """A comment that was sent: its text, and whether the site said that it was taken."""

    body: str
    is_taken: bool


@dataclass
class Witnesses:
    """Readers and writers on each of `addresses`, as long as the context lasts."""

    addresses: list
    posts: list
    looks: list = field(default_factory=list)
    tries: list = field(default_factory=list)

    def __enter__(self):
        self._over = threading.Event()
        kinds = [self._read] * READERS + [self._write] * WRITERS
        self._threads = [
            threading.Thread(target=kind, args=(address,))
            for address in self.addresses
            for kind in kinds
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _read(self, address):
        paths = ["/", *(post["page"] for post in self.posts)]
        while not self._over.wait(PAUSE):
            self._ask(address, paths[next(_numbers) % len(paths)])

    def _write(self, address):
        while not self._over.wait(PAUSE):
            number = next(_numbers)
            body = f"{words()} Number {number}."
            form = {"name": f"Ann {number}", "email": f"ann{number}@example.com", "body": body}
            post = self.posts[number % len(self.posts)]
            answer = self._ask(address, post["form"], urlencode(form))
            place = urlsplit(answer.header("Location")).path if answer else ""
            self.tries.append(Try(body, is_taken=bool(PERMALINK.fullmatch(place))))

    def _ask(self, address, path, form=""):
        """Return the answer, or None where none came; note it in any case."""
        headers = {"Content-Type": FORM, "Origin": self.addresses[0]} if form else {}
        begin = time.monotonic()
        try:
            answer = visit(address, path, form, headers)
        except (OSError, http.client.HTTPException) as error:
            answer, status, text = None, 0, repr(error)
        else:
            status, text = answer.status, answer.text if answer.status >= 400 else ""
        now = time.monotonic()
        self.looks.append(Look(now, now - begin, status, text))
        return answer
