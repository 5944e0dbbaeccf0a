"""The door through which every request comes in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Request(WSGIRequest):
    """Bears a Content-Type whose charset decodes no text, such as hex, and reads UTF-8 then.

    Django would fail before any middleware or error page could answer.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except (LookupError, ValueError, SuspiciousOperation):
            # Too many parameters are refused when they are asked for: a page can answer then.
            self._encoding = None


class Handler(WSGIHandler):
    request_class = Request
