"""Parsing of what strangers type, and the traps for programs that fill in every form."""

from __future__ import annotations

import time

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from blog.forms import PlainField
from blog.text.plain import clean_line, clean_text, strip_controls

TOO_FAST_SECONDS = 3
STALE_SECONDS = 24 * 3600
_STAMP_SALT = "blog.feedback.forms"


def new_stamp() -> str:
    """Return the present time, signed: what a form that is shown now carries."""
    return signing.dumps(int(time.time()), salt=_STAMP_SALT)


def stamp_age(stamp: str) -> float | None:
    """Return the seconds since `stamp` was made, or None where this site did not make it."""
    try:
        return time.time() - signing.loads(stamp, salt=_STAMP_SALT)
    except signing.BadSignature:
        return None


class LineField(PlainField):
    """One line of plain text; control characters are dropped before anything is judged."""

    def to_python(self, value):
        return clean_line(super().to_python(value) or "")


class TextField(PlainField):
    """Plain text of at most `max_bytes` bytes in UTF-8."""

    widget = forms.Textarea

    def __init__(self, *, max_bytes: int, **kwargs):
        super().__init__(strip=False, **kwargs)
        self.max_bytes = max_bytes

    def to_python(self, value):
        return clean_text(super().to_python(value) or "")

    def validate(self, value):
        super().validate(value)
        size = len(value.encode())
        if size > self.max_bytes:
            raise ValidationError(
                _(
                    "This text is %(size).1f KB long, and %(most)d KB is the most. "
                    "Please shorten it, or send it in parts."
                ),
                code="too_long",
                # Rounded up, so that a text one byte too long never reads as just fitting.
                params={"size": -(-size * 10 // 1024) / 10, "most": self.max_bytes // 1024},
            )


class AddressField(PlainField, forms.EmailField):
    """An e-mail address; a line break or other control character never gets into one."""

    def to_python(self, value):
        return strip_controls(super().to_python(value) or "")


class WebsiteField(PlainField, forms.URLField):
    """A http or https address; a bare host name is taken as https."""

    default_validators = [
        URLValidator(schemes=["http", "https"]),
        # Never part of an address (RFC 3986, appendix A), always of an attempt.
        RegexValidator(r'[<>"]', inverse_match=True),
    ]

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)

    def to_python(self, value):
        return super().to_python(clean_line(str(value or "")))


class TrappedForm(forms.Form):
    """Adds a field that only programs fill in, and refuses what is sent too soon after showing.

    A form on a cached page carries no stamp, since the page's age says nothing about the reader:
    without a stamp nothing is held against her. A refused form is shown again with everything
    in it and with `next_stamp`.
    """

    subject = LineField(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = LineField(required=False, widget=forms.HiddenInput)

    @property
    def next_stamp(self) -> str:
        """The stamp for showing this form again: its own while that is good, else a new one."""
        stamp = self.data.get("stamp", "")
        return stamp if stamp and _fault_of(stamp) != "stale" else new_stamp()

    def has_timing_fault(self) -> bool:
        """Was this form sent too soon or too late? If so that is said in its errors.

        Apart from is_valid, since a preview is welcome at any time.
        """
        fault = _fault_of(self.cleaned_data["stamp"])
        if fault:
            self.add_error(None, ValidationError(_FAULTS[fault], code=fault))
        return fault is not None


def _fault_of(stamp: str) -> str | None:
    if not stamp:
        return None
    age = stamp_age(stamp)
    if age is None or age > STALE_SECONDS:
        return "stale"
    return "too_early" if age < TOO_FAST_SECONDS else None


_FAULTS = {
    "too_early": _(
        "That was quicker than anyone can type, so the blog asks once more. "
        "Nothing is lost: please send it again."
    ),
    "stale": _(
        "This form was opened more than a day ago. Nothing is lost: read it over and send it again."
    ),
}
