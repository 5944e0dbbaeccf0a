"""Pure: letters that are not what they look like, as those write who hide from filters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category, normalize

from blog.feedback.spam.verdict import Bounds, Reason
from blog.feedback.submission import Submission
from blog.text.scripts import is_mixed, words_of

# Between two letters of scripts that never need one; elsewhere joiners are part of the spelling.
_HIDDEN = re.compile(
    r"[A-Za-z\u00c0-\u024f\u0370-\u052f]"
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+"
    r"[A-Za-z\u00c0-\u024f\u0370-\u052f]"
)
# Mathematical, circled, squared and full-width letters stand for plain ones.
_FANCY = re.compile(r"[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f189\uff21-\uff5a]")
_FEWEST_FANCY = 5
_MOST_MARKS_IN_A_ROW = 3


def _said(submission: Submission) -> str:
    return f"{submission.author_name} {submission.text}"


def hidden_characters(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    if _HIDDEN.search(_said(submission)):
        yield Reason("hidden", "Has invisible characters inside words, as if to hide them.", 5)


def mixed_scripts(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    """One such word may be a slip of the keyboard."""
    mixed = {word for word in words_of(_said(submission)) if is_mixed(word)}
    if mixed:
        text = "Mixes alphabets within a word, so that it only looks familiar."
        yield Reason("lookalike", text, 3 if len(mixed) == 1 else 6)


def fancy_letters(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    if len(_FANCY.findall(_said(submission))) >= _FEWEST_FANCY:
        yield Reason("fancy", "Is written in ornamental letters, which filters cannot read.", 4)


def piled_marks(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    piled = 0
    for character in normalize("NFC", _said(submission)):
        piled = piled + 1 if category(character) == "Mn" else 0
        if piled > _MOST_MARKS_IN_A_ROW:
            yield Reason("marks", "Piles up accents until nobody can read it.", 4)
            return
