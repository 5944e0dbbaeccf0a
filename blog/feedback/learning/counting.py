"""The counts of tokens: changed by how many texts were learnt and forgotten, in few statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import connection

from blog.feedback.learning.classifier import Seen
from blog.feedback.learning.tokens import ALL_TOKENS
from blog.models import LearntToken

# Rows a statement: three parameters each, of which PostgreSQL takes 65,535 and SQLite 32,766.
ROWS = 8000
_TABLE = LearntToken._meta.db_table
_ADD = (
    f"INSERT INTO {_TABLE} (token, ham, spam) VALUES {{}} ON CONFLICT (token) "  # noqa: S608
    f"DO UPDATE SET ham = {_TABLE}.ham + excluded.ham, spam = {_TABLE}.spam + excluded.spam"
)
_SUBTRACT = (
    f"UPDATE {_TABLE} SET ham = ham - gone.column2, spam = spam - gone.column3 "  # noqa: S608
    "FROM (VALUES {}) AS gone WHERE token = gone.column1"
)

# A text as it was learnt: its tokens, and was it spam?
Learnt = tuple[Iterable[int], bool]
_Row = tuple[int, int, int]


def counts_of(tokens: Iterable[int]) -> dict[int, Seen]:
    """Return how often each of `tokens` was seen, where it was, and all together: one query."""
    rows = LearntToken.objects.filter(token__in=[ALL_TOKENS, *tokens])
    return {row.token: Seen(row.ham, row.spam) for row in rows}


def change_counts(*, learnt: Iterable[Learnt], forgotten: Iterable[Learnt]) -> None:
    """Count the texts `learnt`, and no longer those `forgotten`. Must be the last thing to lock.

    ALL_TOKENS is written first, whatever else changes: who has it goes on alone, so that two never
    wait for each other's tokens. What was seen in nothing any more leaves no row.
    """
    more, fewer = _differences(learnt, forgotten)
    for rows in _cut(more):
        _execute(_ADD, rows)
    for rows in _cut(fewer):
        _execute(_SUBTRACT, rows)
        seen_in_nothing = LearntToken.objects.filter(ham=0, spam=0)
        seen_in_nothing.filter(token__in=[token for token, _, _ in rows]).delete()


def _differences(
    learnt: Iterable[Learnt], forgotten: Iterable[Learnt]
) -> tuple[list[_Row], list[_Row]]:
    """Return what to add and what to subtract, in the order of the tokens: ALL_TOKENS is first."""
    changes: dict[int, list[int]] = {ALL_TOKENS: [0, 0]}
    for texts, step in ((learnt, 1), (forgotten, -1)):
        for tokens, is_spam in texts:
            for token in tokens:
                changes.setdefault(token, [0, 0])[is_spam] += step
                changes[ALL_TOKENS][is_spam] += step
    ordered = sorted(changes.items())
    more = [(token, max(0, ham), max(0, spam)) for token, (ham, spam) in ordered]
    fewer = [(token, max(0, -ham), max(0, -spam)) for token, (ham, spam) in ordered]
    return (
        [row for row in more if row[0] == ALL_TOKENS or any(row[1:])],
        [row for row in fewer if any(row[1:])],
    )


def _cut(rows: list[_Row]) -> Iterable[list[_Row]]:
    return (rows[start : start + ROWS] for start in range(0, len(rows), ROWS))


def _execute(statement: str, rows: Collection[_Row]) -> None:
    places = ", ".join(["(%s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(statement.format(places), [number for row in rows for number in row])
