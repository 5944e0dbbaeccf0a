"""Log lines that no visitor can break, forge or multiply."""

import logging
from http import HTTPStatus


class OneLineFormatter(logging.Formatter):
    """Escapes control characters in the message, so that one event starts one line.

    A traceback keeps its own lines: they are indented, so none can pass for an event.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:
        return "".join(
            char if char.isprintable() else char.encode("unicode_escape").decode()
            for char in super().formatMessage(record)
        )


def is_no_flood(record: logging.LogRecord) -> bool:
    """Whoever is told to wait is told, not written down: thousands of them would fill the disk."""
    return getattr(record, "status_code", None) != HTTPStatus.TOO_MANY_REQUESTS
