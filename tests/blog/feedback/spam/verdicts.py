"""The whole filter asked about a few words under a post on bread."""

from blog.feedback.spam import Bounds, judge
from blog.feedback.spam.flattery import content_words
from blog.feedback.submission import Subject
from tests.factories import make_submission

BREAD = Subject(
    words=content_words(
        "Bread that waits. A sourdough loaf rises in a cold kitchen over night, with rye flour,"
        " water, salt and patience. The crust needs steam, the crumb needs time in the oven."
    ),
    language="en",
    scripts=frozenset({"LATIN"}),
    age_days=10,
)


def verdict(text="The crust of my loaf never rises.", *, bounds=None, **fields):
    sent = make_submission(**{"text": text, "author_name": "Anna Berg", "subject": BREAD} | fields)
    return judge(sent, bounds or Bounds())


def codes(*args, **fields):
    return [reason.code for reason in verdict(*args, **fields).reasons]


def standing(*args, **fields):
    found = verdict(*args, **fields)
    return "spam" if found.is_spam else "held" if found.is_held else "shown"
