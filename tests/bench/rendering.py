"""What a whole request costs beside the rendering of its template from values in memory."""

import time
from functools import partial
from unittest import mock

from django.db import connection
from django.template import Context
from django.template.backends.django import Template
from django.template.context import make_context
from django.test.utils import CaptureQueriesContext

from blog.current import current_settings_middleware, site_settings
from blog.prepared import Prepared
from blog.templatetags import blog, posts
from comments import articles
from tests.bench.asking import answer_to

# Parts of pages that are printed once, and whole requests find ready.
KEPT = (
    blog.kept, blog._structured_data, posts._top, posts._badge, posts._nested_terms,
    articles._kept, articles._words,
)  # fmt: skip


def compare_rendering(path, times, rounds):
    """Return [CPU seconds of `times` requests, of as many renderings], round by round.

    A rendering prints all of a page anew; a request finds most parts of it ready.

    Raises ValueError where a rendering from memory asks the database, or prints something else.
    """
    template, values, request = rendered_for(path)
    memory = Memory(template.template, values)
    found = []

    def measure(_request):
        site_settings()
        memory.fill()
        for _ in range(rounds):
            found.append([cpu_of(partial(answer_to, path), times), cpu_of(memory.render, times)])

    # The settings are read once for all of it: they are in memory as well.
    current_settings_middleware(measure)(request)
    return found


def cpu_of(work, times):
    begin = time.process_time()
    for _ in range(times):
        work()
    return time.process_time() - begin


def rendered_for(path):
    """Return the template of the page at `path`, all values that it was given, and the request."""
    seen = []
    original = Template.render

    def noting(self, context=None, request=None):
        seen.append((self, context, request))
        return original(self, context, request)

    Template.render = noting
    try:
        answer_to(path)
    finally:
        Template.render = original
    template, context, request = seen[0]
    full = make_context(context, request)
    with full.bind_template(template.template):
        return template, full.flatten(), request


class Memory:
    """A template with its values, and with the rows that its tags ask a database for."""

    def __init__(self, template, values):
        self._template, self._values = template, values
        self._found = []

    def fill(self):
        """Note what the tags find, and make sure that nothing else is needed."""
        ask = Prepared.rows

        def noting(prepared, *shape, **values):
            self._found.append(ask(prepared, *shape, **values))
            return self._found[-1]

        first = self._render_with(noting)
        with CaptureQueriesContext(connection) as queries:
            again = self.render()
        if queries.captured_queries:
            raise ValueError(f"Asked while rendering: {queries.captured_queries[0]['sql']}")
        if len(again) != len(first):
            raise ValueError(f"Printed {len(again)} characters from memory, not {len(first)}.")

    def render(self):
        """Return the page, of which every part is printed anew."""
        for part in KEPT:
            part.cache_clear()
        found = iter(self._found)
        return self._render_with(lambda *_, **__: next(found))

    def _render_with(self, rows):
        with mock.patch.object(Prepared, "rows", rows):
            return self._template.render(Context(dict(self._values)))
