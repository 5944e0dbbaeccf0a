"""Parsing what strangers type, and the traps for programs."""

import pytest
from django import forms

from blog.feedback.forms import (
    AddressField,
    LineField,
    TextField,
    TrappedForm,
    WebsiteField,
    new_stamp,
    stamp_age,
)


def error_of(field, value):
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean(value)
    return " ".join(refusal.value.messages)


def test_a_line_loses_control_characters_and_line_breaks():
    assert LineField().clean(" Ann\x00\x07\r\nLund\t ") == "Ann Lund"


@pytest.mark.parametrize("value", ["", "   ", "\x00\x01", None])
def test_a_line_of_nothing_is_not_a_name(value):
    assert "required" in error_of(LineField(), value)


def test_a_line_is_measured_after_cleaning():
    assert LineField(max_length=3).clean("abc\x00\x00") == "abc"
    assert error_of(LineField(max_length=3), "abcd")


def test_a_text_keeps_its_lines_and_its_indentation():
    text = TextField(max_bytes=100).clean("one\r\n\r\n    two\x00\x1b")
    assert text == "one\n\n    two"


def test_a_text_is_measured_in_bytes_after_cleaning():
    field = TextField(max_bytes=1024)
    assert len(field.clean("ä" * 512)) == 512
    assert field.clean("x\r\n" * 341)
    assert "1.1 KB long, and 1 KB is the most" in error_of(field, "ä" * 513)


def test_an_address_cannot_smuggle_a_line_into_a_mail():
    assert AddressField().clean("ann@example.com\x00") == "ann@example.com"
    assert error_of(AddressField(), "ann@example.com\nBcc: all@example.com")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("example.com", "https://example.com"),
        ("  http://example.com/a?b=c  ", "http://example.com/a?b=c"),
        ("HTTPS://example.com", "HTTPS://example.com"),
        ("//example.com/x", "https://example.com/x"),
        ("https://bücher.example/ü", "https://bücher.example/ü"),
        ("https://exam\x00ple.com", "https://example.com"),
    ],
)
def test_a_website_is_http_or_https(typed, kept):
    assert WebsiteField(required=False).clean(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "JaVaScRiPt://example.com/%0aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "ftp://example.com",
        "mailto:ann@example.com",
        "file:///etc/passwd",
        "nonsense",
        "https://",
        "https://[::1",
        'https://example.com/"><script>',
        "https://example.com/ onmouseover=alert(1)",
    ],
)
def test_any_other_website_is_refused(typed):
    assert error_of(WebsiteField(required=False), typed)


def trapped(**data):
    form = TrappedForm(data)
    assert form.is_valid()
    return form


def test_a_form_without_a_stamp_is_taken_as_it_is():
    assert not trapped().has_timing_fault()


def test_a_form_sent_within_three_seconds_is_shown_again(time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    early = trapped(stamp=new_stamp())
    time_machine.shift(2)
    assert early.has_timing_fault()
    assert "Nothing is lost" in early.non_field_errors()[0]
    time_machine.shift(1)
    assert not trapped(stamp=early.next_stamp).has_timing_fault()


def test_a_form_opened_yesterday_is_shown_again_with_a_fresh_stamp(time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    old = new_stamp()
    time_machine.shift(24 * 3600 + 1)
    stale = trapped(stamp=old)
    assert stale.has_timing_fault()
    assert "more than a day ago" in stale.non_field_errors()[0]
    assert stamp_age(stale.next_stamp) == 0


@pytest.mark.parametrize("stamp", ["1772366400", "x:y:z", "a" * 5000])
def test_a_stamp_that_this_site_did_not_make_is_shown_again(stamp):
    forged = trapped(stamp=stamp)
    assert forged.has_timing_fault()
    assert stamp_age(forged.next_stamp) < 60


def test_a_stamp_of_another_use_of_the_key_is_not_ours():
    from django.core import signing

    assert stamp_age(signing.dumps(1, salt="something else")) is None


def test_the_field_that_people_cannot_see_is_kept_for_the_checks():
    assert trapped(subject="  buy\x00 now ").cleaned_data["subject"] == "buy now"
    assert trapped().cleaned_data["subject"] == ""
