"""What a printed part of a page depends on besides its own values."""

from __future__ import annotations

from datetime import tzinfo
from typing import NamedTuple

from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.translation import get_language


class Look(NamedTuple):
    """Belongs into the key of whatever is kept of a page."""

    language: str | None
    zone: tzinfo
    script_prefix: str


def current_look() -> Look:
    return Look(get_language(), timezone.get_current_timezone(), get_script_prefix())
