"""Log lines that no visitor can break or forge."""

import logging


class OneLineFormatter(logging.Formatter):
    """Escapes control characters in the message, so that one event starts one line.

    A traceback keeps its own lines: they are indented, so none can pass for an event.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:
        return "".join(
            char if char.isprintable() else char.encode("unicode_escape").decode()
            for char in super().formatMessage(record)
        )
