"""Sixteen readers at once: wrk where it is installed, otherwise threads of this program."""

import http.client
import json
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.figures import Run, percentile

HERE = Path(__file__).resolve().parent
CONNECTIONS = 16
PATIENCE = 30
FORM = "application/x-www-form-urlencoded"

# A number in a form comes once for good, so that no run sends what an earlier one has sent.
NUMBERS_OF_A_RUN = 10_000_000
_runs = count()


class LoadFailed(Exception):
    """Why nothing was measured, in a sentence."""


_LETTERS = str.maketrans("0123456789", "abcdefghij")


def with_number(form, number):
    """Return `form` with `number` for each {n}, and for each {letters} with a word that is it."""
    return form.replace("{n}", str(number)).replace("{letters}", str(number).translate(_LETTERS))


@dataclass(frozen=True)
class Asked:
    """What a load asks for: `paths` in turn. A `form` is sent, with a new number each time."""

    paths: tuple[str, ...]
    form: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def method(self):
        return "POST" if self.form else "GET"

    def headers_for(self, address):
        found = dict(self.headers)
        if self.form:
            found |= {"Content-Type": FORM, "Origin": address}
        return found


class Wrk:
    name = "wrk -t1"

    def run(self, address, asked, seconds, connections=CONNECTIONS):
        """Load the site at `address` for `seconds`. Raises LoadFailed."""
        with tempfile.NamedTemporaryFile("w", suffix=".paths") as paths:
            paths.write("\n".join(asked.paths))
            paths.flush()
            command = self.command(address, asked, seconds, connections, paths.name)
            done = subprocess.run(command, cwd=HERE, text=True, capture_output=True, check=False)
        return read_report(done.stdout, done.stderr)

    def command(self, address, asked, seconds, connections, paths):
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", f"--timeout={PATIENCE}s"]
        for header in asked.headers_for(address).items():
            command += ["-H", ": ".join(header)]
        if len(asked.paths) == 1 and not asked.form:
            # Without a script for each request, which would cost the machine that is shared.
            return [*command, "-s", "report.lua", address + asked.paths[0]]
        first = str(next(_runs) * NUMBERS_OF_A_RUN)
        form = [asked.form] if asked.form else []
        return [*command, "-s", "rotation.lua", address, "--", asked.method, first, paths, *form]


def read_report(output, complaint=""):
    """Read what report.lua wrote. Raises LoadFailed."""
    lines = [line for line in output.splitlines() if line.startswith("{")]
    if not lines:
        raise LoadFailed(f"wrk did not report: {complaint.strip() or output.strip()}")
    told = json.loads(lines[-1])
    if not told["requests"]:
        raise LoadFailed("The site answered nothing at all.")
    return Run(
        requests=told["requests"],
        seconds=told["microseconds"] / 1e6,
        p50=told["p50"] / 1000,
        p99=told["p99"] / 1000,
        errors=told["statuses"] + told["broken"],
    )


class Threads:
    """Slower than what it measures, but found everywhere."""

    name = "threads of Python"

    def run(self, address, asked, seconds, connections=CONNECTIONS):
        """Load the site at `address` for `seconds`. Raises LoadFailed."""
        numbers = count(next(_runs) * NUMBERS_OF_A_RUN)
        answers = []
        begin = time.monotonic()
        readers = [
            threading.Thread(
                target=_read_on, args=(address, asked, numbers, begin + seconds, answers)
            )
            for _ in range(connections)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        return summed_up(answers, time.monotonic() - begin)


def _read_on(address, asked, numbers, end, answers):
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    headers = asked.headers_for(address)
    while (begin := time.monotonic()) < end:
        number = next(numbers)
        path = asked.paths[number % len(asked.paths)]
        body = with_number(asked.form, number) or None
        try:
            connection.request(asked.method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            connection.close()
            status = 0
        answers.append((status, time.monotonic() - begin))


def summed_up(answers, seconds):
    """Sum up answers of (status, seconds); status 0 is none. Raises LoadFailed."""
    took = [1000 * each for status, each in answers if status]
    if not took:
        raise LoadFailed("The site answered nothing at all.")
    return Run(
        requests=len(took),
        seconds=seconds,
        p50=percentile(took, 0.5),
        p99=percentile(took, 0.99),
        errors=sum(not 200 <= status < 400 for status, _ in answers),
    )


def best_load():
    return Wrk() if shutil.which("wrk") else Threads()
