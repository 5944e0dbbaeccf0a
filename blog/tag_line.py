"""Pure: names of tags in one line with commas, as people type them, and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from blog.text.plain import clean_line


def split_names(line: str) -> list[str]:
    """Return the names in `line`, each once, whatever its capitals: the first way it is written.

    A name with a comma stands in double quotes, as in a CSV file (RFC 4180).
    """
    row = next(csv.reader([clean_line(line)], skipinitialspace=True), [])
    names: dict[str, str] = {}
    for cell in row:
        if name := cell.strip():
            names.setdefault(name.casefold(), name)
    return list(names.values())


def join_names(names: Iterable[str]) -> str:
    """Return the line that split_names takes apart into `names`."""
    return ", ".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow([name])
    return written.getvalue()
