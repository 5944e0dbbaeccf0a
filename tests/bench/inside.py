"""Requests within one process, without a server: queries, bytes, seconds, CPU.

Reads lines of JSON, [what, arguments …], and answers each by one. Runs with the settings of the
site that is measured.
"""

import importlib
import json
import os
import subprocess
import sys

from config.processes import end_with_parent
from tests.bench.sites import ROOT

# What may be asked for, by the module that does it. They need Django to be set up before.
WORK = {
    "tests.bench.content": ["addresses", "every_post"],
    "tests.bench.asking": ["count_queries", "time_requests"],
    "tests.bench.rendering": ["compare_rendering"],
    "tests.bench.writing": ["change_status", "count_sent", "edit", "trust", "write_posts"],
}


class Inside:
    """The process, and how it is asked. To be closed at the end."""

    def __init__(self, site):
        us = os.getpid()
        self.site = site
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.inside"],
            cwd=ROOT, env=site.environment, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, preexec_fn=lambda: end_with_parent(us),  # noqa: PLW1509
        )  # fmt: skip

    def ask(self, what, *arguments):
        """Return what the function `what` of WORK returns in that process."""
        self._process.stdin.write(f"{json.dumps([what, *arguments])}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{what}{arguments} failed: see above.")
        return json.loads(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def serve(lines, output):
    import django

    django.setup(set_prefix=False)
    known = {what: module for module, works in WORK.items() for what in works}
    for line in lines:
        what, *arguments = json.loads(line)
        answer = getattr(importlib.import_module(known[what]), what)(*arguments)
        output.write(f"{json.dumps(answer)}\n")
        output.flush()


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
