"""Pure: how dates and times are printed, each made once: lists print one day again and again."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language

_KEPT = 4096


def day_of(moment: datetime, form: str = "DATE_FORMAT") -> str:
    """Print the day of `moment` in the current zone and language; `form` as Django's filter "date"
    takes it, of letters that stand for days, months and years alone.
    """
    return _day(timezone.localtime(moment).date(), form, get_language())


def clock_of(moment: datetime) -> str:
    """Print the hour and minute of `moment` in the current zone and language."""
    local = timezone.localtime(moment)
    return _clock(local.hour, local.minute, get_language())


@lru_cache(maxsize=_KEPT)
def _day(day: date, form: str, _language: str | None) -> str:
    return formats.date_format(day, form)


@lru_cache(maxsize=_KEPT)
def _clock(hour: int, minute: int, _language: str | None) -> str:
    return formats.time_format(time(hour, minute), "TIME_FORMAT")


def machine_time(moment: datetime) -> str:
    """Print `moment` as HTML and Open Graph take it: to the second, with the zone's distance."""
    return timezone.localtime(moment).isoformat(timespec="seconds")
