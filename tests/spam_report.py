"""Measures the spam filter on what it was never taught: `python -m tests.spam_report`.

The comments of ../shared/data/spam-youtube (T. Alberto, J. Lochter, T. Almeida: YouTube Spam
Collection, 2015) are classified by their words alone, each file by itself: of each sort the first
70 % teach, the rest is asked about. The flattery and the praise of tests/spam_texts were written
for this report; the whole filter judges them as it judges on a new blog.
"""

import csv
import sys
import time
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from blog.feedback.learning.classifier import Seen, probability
from blog.feedback.learning.prior import texts_in, with_prior
from blog.feedback.learning.tokens import ALL_TOKENS, Words, tokens_of
from blog.feedback.spam import Bounds, judge
from blog.feedback.spam.flattery import content_words
from blog.feedback.submission import Subject, Submission

HERE = Path(__file__).resolve().parent
YOUTUBE = HERE.parents[1] / "shared" / "data" / "spam-youtube"
ABSENT = "The comments of ../shared/data/spam-youtube are not here: nothing is measured on them."
TEXTS = HERE / "spam_texts"
TAUGHT = 0.7
# Where the filter holds a comment for this alone, as long as its points are the default ones.
BLOCKED_FROM = 0.95
# What all the flattery and all the praise stand under.
BREAD = Subject(
    words=content_words(
        "Bread that waits. A loaf of rye rises in a cold kitchen over night, with flour, water, "
        "salt and patience. The crust needs steam, and the crumb time in the oven."
    ),
    language="en",
    scripts=frozenset({"LATIN"}),
    age_days=10,
)
BEST_PUBLISHED = "best published for this split: 0.904, 2.1 %"


@dataclass(frozen=True)
class Figures:
    """How many of either sort were blocked and let through, and how long one took in seconds."""

    spam_blocked: int
    spam_passed: int
    ham_blocked: int
    ham_passed: int
    seconds: float = 0

    @property
    def mcc(self):
        """Matthews' correlation: 1 where all is right, 0 where it is chance."""
        a, b, c, d = self.spam_blocked, self.ham_blocked, self.spam_passed, self.ham_passed
        return (a * d - b * c) / (sqrt((a + b) * (a + c) * (d + b) * (d + c)) or 1)

    @property
    def ham_share(self):
        return self.ham_blocked / (self.ham_blocked + self.ham_passed)

    @property
    def spam_share(self):
        return self.spam_blocked / (self.spam_blocked + self.spam_passed)


def youtube_figures(folder=YOUTUBE):
    """Return the figures of each file there is, by its name."""
    return {path.stem: figures_of(*parted(comments_in(path))) for path in folder.glob("*.csv")}


def comments_in(path):
    """Return (words, is it spam?) of each comment, in the order of the file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(Words(row["CONTENT"]), row["CLASS"] == "1") for row in csv.DictReader(file)]


def parted(comments):
    """Return what teaches and what is asked about: the first of each sort, and the rest."""
    taught, asked = [], []
    for sort in (False, True):
        of_sort = [words for words, is_spam in comments if is_spam == sort]
        end = int(len(of_sort) * TAUGHT)
        taught += [(words, sort) for words in of_sort[:end]]
        asked += [(words, sort) for words in of_sort[end:]]
    return taught, asked


def figures_of(taught, asked):
    counts = counts_of(taught)
    began = time.perf_counter()
    blocked = []
    for words, _ in asked:
        tokens = tokens_of(words)
        blocked.append(probability(tokens, with_prior(counts, tokens)) >= BLOCKED_FROM)
    seconds = (time.perf_counter() - began) / len(asked)
    return tally(zip(blocked, (is_spam for _, is_spam in asked), strict=True), seconds)


def counts_of(taught):
    """Return the counts that moderation would leave in the table."""
    counts = {}
    for words, is_spam in taught:
        tokens = tokens_of(words)
        for token in tokens:
            counts.setdefault(token, [0, 0])[is_spam] += 1
        counts.setdefault(ALL_TOKENS, [0, 0])[is_spam] += len(tokens)
    return {token: Seen(*seen) for token, seen in counts.items()}


def tally(pairs, seconds=0):
    """Count pairs of (was it blocked?, is it spam?)."""
    pairs = list(pairs)
    order = ((True, True), (False, True), (True, False), (False, False))
    return Figures(*map(pairs.count, order), seconds)


def flattery_verdicts():
    """Return the verdicts on the flattery and on the praise, both under a post on bread."""
    return [
        [verdict_on(words) for words in texts_of(name)] for name in ("flattery", "honest_praise")
    ]


def texts_of(name):
    return list(texts_in((TEXTS / f"{name}.txt").read_text()))


def verdict_on(words):
    tokens = tokens_of(words)
    sent = Submission(
        text=words.text,
        author_name=words.name,
        url=words.url,
        subject=BREAD,
        probability=found if (found := probability(tokens, with_prior({}, tokens))) > 0.5 else None,
    )
    return judge(sent, Bounds())


def report(folder=YOUTUBE):
    """Return the lines of the report."""
    yield from youtube_lines(youtube_figures(folder)) if folder.is_dir() else [ABSENT]
    began = time.perf_counter()
    flattery, praise = flattery_verdicts()
    per_item = (time.perf_counter() - began) / (len(flattery) + len(praise)) * 1000
    yield ""
    yield "Flattering spam and honest praise, by the whole filter that nobody has taught yet"
    for kind, verdicts in (("flattery", flattery), ("praise", praise)):
        spam = sum(verdict.is_spam for verdict in verdicts)
        held = sum(verdict.is_held for verdict in verdicts) - spam
        shown = len(verdicts) - spam - held
        yield f"{kind:22} {len(verdicts)}: {spam} spam, {held} held, {shown} would be shown"
    yield f"{'':22} {per_item:.2f} ms each"


def youtube_lines(found):
    yield f"YouTube comments, by the classifier alone ({BEST_PUBLISHED})"
    yield f"{'':22} {'MCC':>6} {'ham blocked':>12} {'spam caught':>12} {'ms each':>8}"
    for name, figures in sorted(found.items()):
        yield _line(name, figures.mcc, figures.ham_share, figures.spam_share, figures.seconds)
    yield _line(f"mean of {len(found)} files", *means(found.values()))


def means(all_figures):
    """Return the means over the files: MCC, ham blocked, spam caught, seconds each."""
    rows = [(each.mcc, each.ham_share, each.spam_share, each.seconds) for each in all_figures]
    return [sum(column) / len(rows) for column in zip(*rows, strict=True)]


def _line(name, mcc, ham, spam, seconds):
    return f"{name:22} {mcc:6.3f} {ham:12.1%} {spam:12.1%} {seconds * 1000:8.2f}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in report())
