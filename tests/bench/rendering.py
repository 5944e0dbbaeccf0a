"""What a whole request costs beside the rendering of its template from values in memory."""

import time
from contextlib import contextmanager
from functools import partial

from django.db import connection
from django.template import Context
from django.template.backends.django import Template
from django.template.context import make_context
from django.template.library import InclusionNode
from django.test.utils import CaptureQueriesContext

from blog.current import current_settings_middleware
from tests.bench.asking import answer_to


def compare_rendering(path, times, rounds):
    """Return [CPU seconds of `times` requests, of as many renderings], round by round.

    Raises ValueError where a rendering from memory asks the database, or prints something else.
    """
    template, values, request = rendered_for(path)
    memory = Memory(template.template, values)
    found = []

    def measure(_request):
        memory.fill()
        for _ in range(rounds):
            found.append([cpu_of(partial(answer_to, path), times), cpu_of(memory.render, times)])

    with remembering(memory):
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
    """A template with its values, and with what its inclusion tags made of theirs."""

    def __init__(self, template, values):
        self._template, self._values = template, values
        self._made = []
        self._make = _anew

    def fill(self):
        """Note what the tags make, and make sure that nothing else is needed."""
        first = self._render_by(self._note)
        with CaptureQueriesContext(connection) as queries:
            again = self.render()
        if queries.captured_queries:
            raise ValueError(f"Asked while rendering: {queries.captured_queries[0]['sql']}")
        if len(again) != len(first):
            raise ValueError(f"Printed {len(again)} characters from memory, not {len(first)}.")

    def render(self):
        made = iter(self._made)
        return self._render_by(lambda *_, **__: next(made))

    def make(self, function, *arguments, **named):
        """Stand in for the `function` of an inclusion tag."""
        return self._make(function, *arguments, **named)

    def _render_by(self, make):
        self._make = make
        try:
            return self._template.render(Context(dict(self._values)))
        finally:
            self._make = _anew

    def _note(self, function, *arguments, **named):
        self._made.append(function(*arguments, **named))
        return self._made[-1]


def _anew(function, *arguments, **named):
    return function(*arguments, **named)


@contextmanager
def remembering(memory):
    """Let every inclusion tag ask `memory`, by an attribute that goes before that of each node."""
    InclusionNode.func = property(
        lambda node: partial(memory.make, node.__dict__["func"]),
        lambda node, function: node.__dict__.update(func=function),
    )
    try:
        yield
    finally:
        del InclusionNode.func
