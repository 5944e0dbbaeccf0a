"""Addresses that are reversed once and then filled in, since reverse costs more than a comment."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse
from django.utils import timezone


def address(name: str, *parts: Any) -> str:
    """Return what reverse(name, args=parts) returns, remembered. Raises NoReverseMatch."""
    return _reversed(name, parts, get_script_prefix())


@lru_cache(maxsize=8192)
def _reversed(name: str, parts: tuple, _script_prefix: str) -> str:
    return reverse(name, args=parts)


def dated_address(name: str, moment: datetime, slug: str) -> str:
    """Return the address below the day of `moment` in the site's zone. Raises NoReverseMatch."""
    return _dated(name, moment, slug, timezone.get_default_timezone(), get_script_prefix())


@lru_cache(maxsize=8192)
def _dated(name: str, moment: datetime, slug: str, zone: tzinfo, _script_prefix: str) -> str:
    day = timezone.localtime(moment, zone)
    return reverse(name, args=[day.year, day.month, day.day, slug])


# An id that stands nowhere else in an address, and that every converter takes.
_PLACE = 987_654_321


class RowAddress:
    """The address called `name`, whose only part that differs is the id of a row."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, pk: int) -> str:
        """Return what reverse(name, args=[pk]) returns. Raises TypeError for what is no number."""
        return self.pattern() % pk

    def pattern(self) -> str:
        """Return the address with %d for the id, for whoever fills in many."""
        return _pattern(self._name, get_script_prefix())


@lru_cache(maxsize=256)
def _pattern(name: str, _script_prefix: str) -> str:
    return reverse(name, args=[_PLACE]).replace("%", "%%").replace(str(_PLACE), "%d")
