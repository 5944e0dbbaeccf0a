"""Kinds of mail that only tests send."""

import pytest

from blog.mail import kinds
from blog.mail.message import Message
from blog.mail.outbox import post_mail

READER = "reader@example.com"


@pytest.fixture
def sample():
    """Have mails of the kind "sample" say what the test sets in this dictionary."""
    said = {"subject": "Hello", "text": "Good morning.\n"}
    kinds.register("sample", lambda mail: compose(mail, said), label="a sample")
    yield said
    kinds._kinds.pop("sample")


def compose(mail, said):
    if "dropped" in said:
        raise kinds.Dropped(said["dropped"])
    return Message(**said)


def post(to=READER, **options):
    return post_mail("sample", to, {"number": 1}, **options)
