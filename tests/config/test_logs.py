"""What goes to the log, and what does not."""

import logging

import pytest
from django.core import signing

from config.logs import OneLineFormatter, is_no_flood


def record(message, **extra):
    made = logging.LogRecord("x", logging.WARNING, "", 0, message, None, None)
    made.__dict__.update(extra)
    return made


def test_no_message_makes_a_line_of_its_own():
    assert OneLineFormatter().format(record("a\nb\x1b")) == "a\\nb\\x1b"


@pytest.mark.parametrize(
    "token",
    [
        signing.dumps(38, salt="any", key="any"),
        signing.TimestampSigner(key="any").sign("approve.comment.26.0.81791fbaceefe9a2"),
        signing.Signer(key="any").sign_object(38),
    ],
    # Not by the tokens, which hold the second: each process of the tests would name them its way.
    ids=["dated object", "dated text", "object"],
)
def test_no_line_holds_a_link_that_could_still_be_used(token):
    line = OneLineFormatter().format(record(f"Forbidden: /comments/receipt/{token}/edit/"))
    assert token.rpartition(":")[2] not in line
    assert line.startswith("Forbidden: /comments/receipt/")
    assert line.endswith(":…/edit/")


def test_nothing_else_is_taken_for_a_key():
    for said in ("Not Found: /2009/09/28/x/", "a:b:c", "http://[2001:db8::1]:8000/x/", "12:34:56"):
        assert OneLineFormatter().format(record(said)) == said


def test_thousands_who_are_told_to_wait_do_not_fill_the_disk():
    assert not is_no_flood(record("Too Many Requests", status_code=429))
    assert is_no_flood(record("Not Found", status_code=404))
    assert is_no_flood(record("anything else"))
