"""Log lines that no visitor can break, forge or multiply, and that hold no key."""

import logging
import re
from http import HTTPStatus

# What django.core.signing makes: a value, often the time, and the signature. Whoever has the whole
# can do what a reader may do with her comment, or the author from a mail.
_SIGNED = re.compile(r"(?P<value>[\w.-]+(?::[\w-]{4,12})?):[\w-]{20,}")


class OneLineFormatter(logging.Formatter):
    """Escapes control characters in the message, so that one event starts one line.

    A traceback keeps its own lines: they are indented, so none can pass for an event. The
    signature of a link that somebody may still use is left out.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = "".join(
            char if char.isprintable() else char.encode("unicode_escape").decode()
            for char in super().formatMessage(record)
        )
        return _SIGNED.sub(r"\g<value>:…", line)


def is_no_flood(record: logging.LogRecord) -> bool:
    """Whoever is told to wait is told, not written down: thousands of them would fill the disk."""
    return getattr(record, "status_code", None) != HTTPStatus.TOO_MANY_REQUESTS
