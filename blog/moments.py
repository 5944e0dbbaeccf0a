"""Pure: how dates and times are printed, each made once: lists print one day again and again."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from typing import NamedTuple

from django.utils import formats, timezone
from django.utils.translation import get_language

_KEPT = 4096


class Printed(NamedTuple):
    """A moment as readers see it, and as HTML and Open Graph take it: to the second, with the
    zone's distance."""

    day: str
    clock: str
    machine: str


class Printer(NamedTuple):
    """Prints in a zone and a language, which must be the current one."""

    zone: tzinfo
    language: str | None

    def day(self, moment: datetime, form: str = "DATE_FORMAT") -> str:
        """Print the day of `moment`; `form` as Django's filter "date" takes it, of letters that
        stand for days, months and years alone.
        """
        return _day(moment.astimezone(self.zone).date(), form, self.language)

    def printed(self, moment: datetime) -> Printed:
        local = moment.astimezone(self.zone)
        return Printed(
            _day(local.date(), "DATE_FORMAT", self.language),
            _clock(local.hour, local.minute, self.language),
            local.isoformat(timespec="seconds"),
        )


def current_printer() -> Printer:
    return Printer(timezone.get_current_timezone(), get_language())


def day_of(moment: datetime, form: str = "DATE_FORMAT") -> str:
    """Print the day of `moment` in the current zone and language; see Printer.day."""
    return current_printer().day(moment, form)


def machine_time(moment: datetime) -> str:
    """Print `moment` as HTML and Open Graph take it; see Printed."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


@lru_cache(maxsize=_KEPT)
def _day(day: date, form: str, _language: str | None) -> str:
    return formats.date_format(day, form)


@lru_cache(maxsize=_KEPT)
def _clock(hour: int, minute: int, _language: str | None) -> str:
    return formats.time_format(time(hour, minute), "TIME_FORMAT")
