"""Pure: who says what under a post and when, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from blog.feedback.admission import Admission, admit_author, admit_comment
from blog.feedback.learning.tokens import Words
from blog.feedback.models import Status
from blog.feedback.spam import Bounds, judge
from blog.feedback.submission import Submission
from blog.text.render import render_comment
from config.populating.people import Reader, reader
from config.populating.pieces import CommentPieces
from config.populating.spread import Zipf
from config.populating.texts import write_comment

# Of a thousand comments so many are shown, spam, removed later, still waiting.
_STATUSES = {Status.APPROVED: 905, Status.SPAM: 60, Status.REMOVED: 25, Status.PENDING: 10}
_ANSWERS_SHARE, _BY_AUTHOR_SHARE = 0.45, 0.35
# An answer is to one of the last that can be answered.
_REACH = 12
_HALF_COME_WITHIN, _DAYS_SPREAD = 1.0, 2.0
_SHOWN = admit_author()
# As a blog decides that holds the first comment of each reader.
_HELD = admit_comment("hold_first", judge(Submission(""), Bounds()), is_known=False)


@dataclass(frozen=True)
class Spam:
    """A text that came with a filled-in honeypot, and what was made of it."""

    words: Words
    html: str
    admission: Admission


@dataclass(eq=False)
class Said:
    """One comment before it is a row; without a `reader` it is the post's author's."""

    at: datetime
    body: str
    html: str
    reader: Reader | None = None
    admission: Admission = field(default_factory=lambda: _SHOWN)
    parent: Said | None = None
    is_removed: bool = False
    path: str = ""
    depth: int = 1
    pk: int = 0

    @property
    def status(self) -> Status:
        return Status.REMOVED if self.is_removed else self.admission.status


def as_spam(words: Words) -> Spam:
    sent = Submission(words.text, words.name, url=words.url, honeypot="filled in")
    admission = admit_comment("hold_first", judge(sent, Bounds()), is_known=False)
    return Spam(words, render_comment(words.text), admission)


class Talkers:
    """Readers, of whom some return again and again, what they write, and spam."""

    def __init__(self, pieces: CommentPieces, spam: Iterable[Words], readers: int):
        self._pieces, self._spam = pieces, [as_spam(words) for words in spam]
        self._readers = Zipf(max(1, readers), slope=0.6)

    def about_post(
        self, rng: Random, number: int, published: datetime, until: datetime, *, shown: bool = False
    ) -> list[Said]:
        """Return `number` comments in the order in which they came; all are `shown`, or most."""
        moments = sorted(_moment(rng, published, until) for _ in range(number))
        said: list[Said] = []
        answerable: list[Said] = []
        for at in moments:
            status = Status.APPROVED if shown else _status(rng)
            one = self._say(rng, at, status, answerable[-_REACH:])
            said.append(one)
            if one.admission.status == Status.APPROVED:
                answerable.append(one)
        return said

    def _say(self, rng: Random, at: datetime, status: Status, answerable: list[Said]) -> Said:
        who = reader(self._readers.pick(rng))
        if status == Status.SPAM:
            return self._advertise(rng, at, who)
        said = Said(at, *write_comment(self._pieces, rng), who)
        if answerable and rng.random() < _ANSWERS_SHARE:
            said.parent = rng.choice(answerable)
            if said.parent.reader and rng.random() < _BY_AUTHOR_SHARE:
                said.reader = None
                return said
        said.is_removed = status == Status.REMOVED
        said.admission = _HELD if status == Status.PENDING else _SHOWN
        return said

    def _advertise(self, rng: Random, at: datetime, who: Reader) -> Said:
        spam = rng.choice(self._spam)
        words = spam.words
        who = replace(who, name=words.name or who.name, url=words.url or who.url)
        return Said(at, words.text, spam.html, who, spam.admission)


def _status(rng: Random) -> Status:
    return rng.choices(list(_STATUSES), weights=list(_STATUSES.values()))[0]


def _moment(rng: Random, published: datetime, until: datetime) -> datetime:
    """Half of the comments come within a day, and some after years; none after `until`."""
    after = timedelta(days=_HALF_COME_WITHIN * rng.lognormvariate(0, _DAYS_SPREAD))
    moment = published + after
    return moment if moment < until else published + (until - published) * rng.random()
