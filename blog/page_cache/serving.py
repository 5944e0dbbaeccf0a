"""Stands before Django and answers with kept pages while nothing that they show has changed."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import closing
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.db import DatabaseError
from django.utils.http import http_date

from blog.page_cache.figures import Figures
from blog.page_cache.flights import Flights
from blog.page_cache.keys import Key, key_of
from blog.page_cache.making import Made, tag_of
from blog.page_cache.marks import Mark
from blog.page_cache.pages import KeptPage
from blog.page_cache.schedule import Schedule
from blog.page_cache.store import PageStore
from blog.page_cache.versions import Versions

# A page that was changed while it was made may be half old and half new: it is made again.
TRIES = 3
# A date is told only of what has stood for so long: two changes may fall into one second.
SETTLED_SECONDS = 2


class PageCache:
    """A WSGI application in front of `application`.

    A kept page is answered after one question to the database, whether anything was changed since;
    if so a second one, whether that was anything it shows. Where the database does not answer,
    Django does, and says what is wrong.
    """

    def __init__(
        self, application: WSGIApplication, versions: Versions, most_bytes: int, figures: Figures
    ) -> None:
        self._application = application
        self._versions = versions
        self._store = PageStore(most_bytes)
        self._flights = Flights()
        self._schedule = Schedule(versions)
        self._figures = figures

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self._application(environ, start_response)
        try:
            page = self._fresh(key)
            if page is None:
                with self._flights.join(key) as is_first:
                    page = None if is_first else self._fresh(key)
                    if page is None:
                        return self._make(key, environ, start_response)
        except DatabaseError:
            return self._application(environ, start_response)
        self._figures.count("hits")
        return self._send(key, page, environ, start_response)

    def _fresh(self, key: Key) -> KeptPage | None:
        """Return the kept page if it is still what Django would make. Raises DatabaseError."""
        page = self._store.get(key)
        if page is None or page.until <= time.time():
            return None
        clock = self._versions.clock()
        if clock != page.clock:
            clock, newest = self._versions.newest(page.tags)
            if clock <= 0 or newest > page.clock:
                self._store.drop(key)
                return None
            page.clock = clock
        return page

    def _make(
        self, key: Key, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Have Django answer, and keep what may be kept. Raises DatabaseError before it does."""
        for _ in range(TRIES):
            began, clock = time.time(), self._versions.clock()
            made = Made(self._application, environ, query=key.query)
            if made.mark is None:
                return made.pass_on(start_response)
            page = self._finished(made, made.mark, began, clock)
            if clock <= 0 or page.clock == clock:
                break
            self._figures.count("again")
        self._figures.count("misses")
        if page.clock > 0 and time.time() < page.until:
            page.answer(environ)
            self._keep(key, page)
        return self._send(key, page, environ, start_response)

    def _finished(self, made: Made, mark: Mark, began: float, clock: int) -> KeptPage:
        """Return the page; its clock is 0 if what it shows was changed while it was made."""
        newest, since, until = 0, 0.0, began
        with closing(made):
            body = made.read()
            try:
                _, newest = self._versions.newest(mark.tags)
                since, until = self._schedule.span(mark, began)
            except DatabaseError:
                clock = 0
        return KeptPage(
            tags=mark.tags,
            clock=clock if newest <= clock else 0,
            until=until,
            etag=tag_of(body),
            modified=_date(max(newest / 1000, since)),
            headers=made.headers,
            body=body,
        )

    def _send(
        self, key: Key, page: KeptPage, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        size = page.size
        answer = page.answer(environ)
        if page.size != size and page.clock > 0:
            self._keep(key, page)
        if not answer.body:
            self._figures.count("unchanged")
        start_response(answer.status, answer.headers.copy())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def _keep(self, key: Key, page: KeptPage) -> None:
        self._store.put(key, page)
        for name, value in self._store.held().items():
            self._figures.set(name, value)


def _date(changed: float) -> str:
    """When what the page shows was last changed, as HTTP writes it; empty while that is too new."""
    return http_date(changed) if 0 < changed <= time.time() - SETTLED_SECONDS else ""
