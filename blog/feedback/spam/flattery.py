"""Pure: praise that fits any post, by somebody who sells: what other filters let through.

Each sign is weak alone, and praise that leads nowhere never comes to much: honest readers, too,
write “Thanks, this helped me”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from blog.feedback.spam.links import count_links
from blog.feedback.spam.verdict import Bounds, Reason
from blog.feedback.spam.vocabulary import (
    EMPTY_WORDS,
    LOOKS,
    OUTER_WARES,
    PRAISE,
    PUFFERY,
    PUFFERY_OF_NAMES,
    WARES,
)
from blog.feedback.submission import Submission
from blog.text.folding import fold

OLD_POST_DAYS = 90
_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_FEWEST_LETTERS = 4
# A longer text names one word of the post by chance, and so is one word of a longer post named.
_LONG_TEXT_WORDS = 40
_LONG_POST_WORDS = 150
# Whoever wants to be found says where: an address, a number, a name on a messenger.
_CONTACT = re.compile(
    r"[\w.+-]@[\w-]{1,63}\.\w|\+?\d[\d ().-]{7,}\d|\b(?:whatsapp|telegram|viber|skype|wechat)\b",
    re.I,
)
_SHORT_TEXT = 300


def content_words(text: str) -> frozenset[str]:
    """Return the words of `text` that say what it is about."""
    words = {word for word in _WORD.findall(fold(text)) if len(word) >= _FEWEST_LETTERS}
    return frozenset(words - EMPTY_WORDS)


def says_nothing_about(submission: Submission) -> bool:
    """Does a comment share no more words with what it is about than chance brings?"""
    subject = submission.subject.words
    is_long = len(_WORD.findall(submission.text)) > _LONG_TEXT_WORDS
    needed = 1 + is_long + (len(subject) > _LONG_POST_WORDS)
    return len(content_words(submission.text) & subject) < needed


def flattery(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    """Everything that speaks against praise, or against a name and a website that sell.

    Who has something to say may also have a business, and then praises nothing.
    """
    if submission.kind != "comment":
        return
    found = list(_praise(submission))
    is_empty = says_nothing_about(submission)
    sale = list(_sale(submission, is_full=bool(found) or (is_empty and bool(submission.url))))
    # A word in common may be chance: who sells, and speaks of the blog's looks, is not about it.
    praise = [reason for reason in found if is_empty or (sale and reason.code == "looks")]
    yield from praise
    yield from sale
    if praise and submission.url:
        yield Reason("website", "Leaves the address of a website with it.", 2)
    if praise and (sale or submission.url) and submission.subject.age_days > OLD_POST_DAYS:
        yield Reason("old_post", "Stands under an old post, which search engines know.", 1)


def _praise(submission: Submission) -> Iterator[Reason]:
    text = submission.text
    if LOOKS.search(text):
        yield Reason("looks", "Speaks of the blog's looks, host or feed, and not of the post.", 3)
    if PRAISE.search(text):
        yield Reason("flattery", "Praises, in words that would fit any post.", 1)


def _sale(submission: Submission, *, is_full: bool) -> Iterator[Reason]:
    if sells_by_name(submission.author_name):
        text = "The name is that of a product or a business."
        yield Reason("product_name", text, 4 if is_full else 2)
    if sells_by_address(submission.url):
        yield Reason("commercial", "The website sells something.", 4 if is_full else 1)


def sells_by_name(name: str) -> bool:
    words = _LETTERS.findall(fold(name))
    return _sells(words) or len(PUFFERY_OF_NAMES.intersection(words)) > 1


def sells_by_address(url: str) -> bool:
    """Does the host, or the path below it, name what is sold?"""
    parts = urlsplit(url)
    words = _LETTERS.findall(fold(f"{parts.hostname or ''} {parts.path}"))
    return _sells(words) or len(PUFFERY.intersection(words)) > 1


def _sells(words: Iterable[str]) -> bool:
    return any(
        word in WARES or word.startswith(OUTER_WARES) or word.endswith(OUTER_WARES)
        for word in words
    )


def harmless(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    """Nobody gains by a short text that leads nowhere: at worst the author reads it herself."""
    if submission.kind != "comment" or submission.url or len(submission.text) > _SHORT_TEXT:
        return
    said = f"{submission.author_name} {submission.text}"
    if not (count_links(said) or _CONTACT.search(said) or sells_by_name(submission.author_name)):
        yield Reason("harmless", "Is short and leads nowhere: no link, website or number.", -3)


def contact(submission: Submission, _bounds: Bounds) -> Iterator[Reason]:
    if submission.kind == "comment" and _CONTACT.search(submission.text):
        yield Reason("contact", "Gives a number, a mail address or a messenger to write to.", 2)
