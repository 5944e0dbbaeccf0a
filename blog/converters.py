"""What may stand in each part of an address; each number has one way to be written."""

from django.urls import register_converter

from blog.slugs import SLUG


class Year:
    # Not \d, which is a digit of any script.
    regex = r"[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class TwoDigits(Year):
    regex = r"[0-9]{2}"

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class Count(Year):
    """A number from 1 on, small enough for every database."""

    regex = r"[1-9][0-9]{0,8}"

    def to_url(self, value: int) -> str:
        return str(value)


class Slug:
    """One word of an address, in any script."""

    regex = SLUG

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Account(Slug):
    """The name of an account; a database would choke on some control characters."""

    regex = r"[^/\x00-\x1f\x7f]+"


class SlugPath(Slug):
    """Words with slashes between: a place in a tree."""

    regex = rf"{SLUG}(?:/{SLUG})*"


register_converter(Year, "yyyy")
register_converter(TwoDigits, "two")
register_converter(Count, "count")
register_converter(Slug, "word")
register_converter(Account, "account")
register_converter(SlugPath, "words")
