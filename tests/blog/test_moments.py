from datetime import UTC, datetime

import pytest
from django.utils import formats, timezone, translation

from blog.moments import current_printer, day_of, machine_time

CALLED = datetime(2009, 9, 28, 22, 30, 59, 123456, tzinfo=UTC)


@pytest.mark.parametrize("form", ["DATE_FORMAT", "j", "M/y"])
@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_a_day_is_printed_as_django_prints_it(form, language):
    with translation.override(language):
        assert day_of(CALLED, form) == formats.date_format(timezone.localtime(CALLED), form)


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_the_clock_is_printed_as_django_prints_it(language):
    with translation.override(language):
        wanted = formats.time_format(timezone.localtime(CALLED), "TIME_FORMAT")
        assert current_printer().printed(CALLED).clock == wanted


def test_what_was_printed_in_another_language_is_not_taken_for_this_one():
    with translation.override("en"):
        english = day_of(CALLED)
    with translation.override("de"):
        assert day_of(CALLED) == "28. September 2009" != english


def test_a_moment_falls_on_the_day_of_the_zone():
    assert day_of(CALLED, "j") == "28"
    with timezone.override("Asia/Tokyo"):
        printed = current_printer().printed(CALLED)
        assert (day_of(CALLED, "j"), printed.clock) == ("29", "7:30 a.m.")
        assert machine_time(CALLED) == printed.machine == "2009-09-29T07:30:59+09:00"
