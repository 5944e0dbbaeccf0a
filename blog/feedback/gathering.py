"""What a verdict needs besides the words: the post, the block list and what was learnt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from threading import Lock
from uuid import UUID

from django.conf import settings

from blog.feedback.learning.lessons import spam_probability
from blog.feedback.models import Feedback
from blog.feedback.spam import BlockList, Bounds
from blog.feedback.spam.flattery import content_words
from blog.feedback.submission import Subject, Submission
from blog.models import BlockListVersion, BlockRule, Post, SiteSettings
from blog.text.plain import text_of_html
from blog.text.scripts import count_scripts, language_of

# A post of less tells nothing about the letters that its readers may write.
_FEWEST_LETTERS = 40
_LEAST_SHARE = 0.02


def evidence(sent: Submission, row: Feedback, *, is_known: bool, repeats: int = 0) -> dict:
    """Return what can be known of `row` only now, when it comes: a column of it.

    `sent` is what came in the request. Asks the classifier, which goes on learning.
    """
    return {
        "honeypot": "filled in" if sent.honeypot else "",
        "seconds": sent.seconds and round(sent.seconds, 1),
        "is_known": is_known,
        "repeats": repeats,
        "probability": spam_probability(row.words()),
    }


def subject_of(post: Post, now: datetime, answered: str = "") -> Subject:
    """Return what is known of `post`, and of the words that are answered, at the time `now`."""
    return as_at(subject_of_text(f"{post.title}\n{text_of_html(post.html)}"), post, now, answered)


def as_at(text: Subject, post: Post, now: datetime, answered: str = "") -> Subject:
    """Return what is known of `post` at `now`, where `text` is what its text tells."""
    age = now - post.published_at if post.published_at else None
    whole = text.after(subject_of_text(answered)) if answered else text
    return replace(whole, age_days=age.days if age else 0)


def subject_of_text(text: str) -> Subject:
    """Return what a text tells of what is said about it."""
    return Subject(
        words=content_words(text),
        language=language_of(text) or settings.LANGUAGE_CODE.partition("-")[0],
        scripts=_scripts_of(text),
    )


def _scripts_of(text: str) -> frozenset[str]:
    counts = count_scripts(text)
    letters = sum(counts.values())
    if letters < _FEWEST_LETTERS:
        return frozenset()
    return frozenset(script for script, n in counts.items() if n >= letters * _LEAST_SHARE)


def bounds_of(site: SiteSettings, *planned: BlockList) -> Bounds:
    """Return what the author allows by `site` and the block list, and what is `planned` besides."""
    return Bounds(
        max_links=site.max_links,
        hold_from=site.hold_from,
        spam_from=site.spam_from,
        blocked=(block_list(), *planned),
    )


_held: tuple[UUID | None, BlockList] = (None, BlockList())
_reading = Lock()


def block_list() -> BlockList:
    """Return the block list as it is now: one query, and the rules are read where they changed."""
    global _held  # noqa: PLW0603  (as long as the process lives)
    token = BlockListVersion.objects.values_list("token", flat=True).first()
    if token == _held[0]:
        return _held[1]
    with _reading:
        if token != _held[0]:
            _held = (token, _read() if token else BlockList())
        return _held[1]


def _read() -> BlockList:
    return BlockList(BlockRule.objects.values_list("kind", "value", "source").iterator(10_000))
