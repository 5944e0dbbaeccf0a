"""Block lists as files: a thing a line, words as they are, others after `host:` or `network:`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from blog.feedback.blocking import READERS, mark_changed
from blog.models import BlockRule
from blog.text.plain import clean_line
from blog.web.places import PlaceRefused

_BATCH = 2000
_PREFIXES = {"host:": "host", "network:": "network"}


@dataclass
class Taken:
    """What became of the lines of a file: new rules, those that stood already, and the useless."""

    new: int = 0
    known: int = 0
    refused: int = 0


@transaction.atomic
def import_list(lines: Iterable[str], source: str, by=None) -> Taken:
    """Add `lines` to the block list under the name `source`; what is on it already stays as it is.

    Refused are lines that would stand in half of all texts: fewer than three characters, and no
    letter or digit. A line that begins with “# ” says something to people.
    """
    said = (line for line in lines if line.strip() and not line.startswith("# "))
    rules = (_rule(line, source, by) for line in said)
    taken, before = Taken(), BlockRule.objects.count()
    seen: set[tuple[str, str]] = set()
    while batch := list(islice(rules, _BATCH)):
        taken.refused += batch.count(None)
        fresh = {(rule.kind, rule.value): rule for rule in batch if rule}
        taken.known += len(batch) - batch.count(None) - len(fresh.keys() - seen)
        BlockRule.objects.bulk_create(
            [rule for key, rule in fresh.items() if key not in seen], ignore_conflicts=True
        )
        seen |= fresh.keys()
    taken.new = BlockRule.objects.count() - before
    taken.known += len(seen) - taken.new
    mark_changed()
    return taken


def _rule(line: str, source: str, by) -> BlockRule | None:
    text = clean_line(line)
    prefix = next((prefix for prefix in _PREFIXES if text.startswith(prefix)), "")
    kind = _PREFIXES.get(prefix, "term")
    try:
        value = READERS[kind](text.removeprefix(prefix))
    except PlaceRefused:
        return None
    if kind == "term" and not any(character.isalnum() for character in value):
        return None
    return BlockRule(kind=kind, value=value, source=source, by=by)


def export_list() -> Iterator[str]:
    """Yield the lines that `import_list` takes, of the whole block list."""
    before = {kind: prefix for prefix, kind in _PREFIXES.items()}
    rules = BlockRule.objects.order_by("kind", "value").values_list("kind", "value")
    for kind, value in rules.iterator():
        yield f"{before.get(kind, '')}{value}"
