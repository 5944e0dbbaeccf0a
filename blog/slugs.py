"""Pure: what may stand in an address, and how to make it from a title."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

SLUG = r"[\w-]+"

# First parts of the site's own addresses: a page with one of these could never be reached.
RESERVED = frozenset(
    {
        "admin",
        "archive",
        "archives",
        "author",
        "category",
        "comments",
        "feed",
        "healthz",
        "media",
        "page",
        "preview",
        "readyz",
        "search",
        "series",
        "static",
        "tag",
        "trackback",
        "webmention",
    }
)


def validate_slug(value: str) -> None:
    """Raise ValidationError unless `value` is letters, digits, hyphens and underscores."""
    if not re.fullmatch(SLUG, value):
        raise ValidationError(
            _("Use letters, digits, hyphens and underscores only."), code="invalid_slug"
        )


def validate_page_slug(value: str) -> None:
    """Raise ValidationError where a page at the top of the site may not use `value`."""
    validate_slug(value)
    if value.lower() in RESERVED or re.fullmatch(r"\d{4}", value):
        raise ValidationError(
            _("The address /%(slug)s/ belongs to the site itself. Choose another slug."),
            code="reserved_slug",
            params={"slug": value},
        )


def make_slug(text: str, *, fallback: str = "post") -> str:
    """Return a slug of at most 100 characters for `text`, in its own script."""
    return slugify(unquote(text), allow_unicode=True)[:100].strip("-_") or fallback


def unused_slug(wanted: str, taken: Callable[[str], bool]) -> str:
    """Return `wanted`, or the first of wanted-2, wanted-3, … that is not `taken`."""
    candidate, number = wanted, 2
    while taken(candidate):
        candidate = f"{wanted}-{number}"
        number += 1
    return candidate
