"""What goes to the log, and what does not."""

import logging

from config.logs import OneLineFormatter, is_no_flood


def record(message, **extra):
    made = logging.LogRecord("x", logging.WARNING, "", 0, message, None, None)
    made.__dict__.update(extra)
    return made


def test_no_message_makes_a_line_of_its_own():
    assert OneLineFormatter().format(record("a\nb\x1b")) == "a\\nb\\x1b"


def test_thousands_who_are_told_to_wait_do_not_fill_the_disk():
    assert not is_no_flood(record("Too Many Requests", status_code=429))
    assert is_no_flood(record("Not Found", status_code=404))
    assert is_no_flood(record("anything else"))
