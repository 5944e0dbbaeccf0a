"""Pure: a script or a language that the post is not written in."""

from __future__ import annotations

from collections.abc import Iterator

from blog.feedback.spam.verdict import Bounds, Reason
from blog.feedback.submission import Submission
from blog.text.scripts import count_scripts, language_of

_FEWEST_LETTERS = 10
_NAMES = {"CJK": "Chinese or Japanese"}
_LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "sv": "Swedish",
    "da": "Danish",
    "pl": "Polish",
    "tr": "Turkish",
    "id": "Indonesian",
    "ru": "Russian",
}


def other_script(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    known, counts = submission.subject.scripts, count_scripts(submission.text)
    letters = sum(counts.values())
    if not known or letters < _FEWEST_LETTERS:
        return
    script, most = counts.most_common(1)[0]
    if script not in known and most * 2 > letters:
        name = _NAMES.get(script, script.capitalize())
        yield Reason("script", f"Is written in {name} letters, and the post has none.", 4)


def other_language(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    """Weak, since many read what they would not write."""
    expected = submission.subject.language
    found = language_of(submission.text) if expected else ""
    if found and found != expected and _is_same_script(submission):
        yield Reason("language", f"Is in {_LANGUAGES[found]}, unlike the post.", 2)


def _is_same_script(submission: Submission) -> bool:
    scripts = count_scripts(submission.text)
    return bool(scripts) and scripts.most_common(1)[0][0] in submission.subject.scripts
