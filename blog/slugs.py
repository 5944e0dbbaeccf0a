"""Pure: what may stand in an address, and how to make it from a title."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

SLUG = r"[\w-]+"
MAX_LENGTH = 200
MAX_PATH = 800

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
        "moderate",
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
    if is_reserved(value, at_top=True):
        raise ValidationError(
            _("The address /%(slug)s/ belongs to the site itself. Choose another slug."),
            code="reserved_slug",
            params={"slug": value},
        )


def validate_slug_below_lists(value: str) -> None:
    """Raise ValidationError where a post, or what stands below another, may not use `value`."""
    validate_slug(value)
    if is_reserved(value):
        raise ValidationError(
            _("Addresses that end with /%(slug)s/ are feeds. Choose another slug."),
            code="reserved_slug",
            params={"slug": value},
        )


def is_reserved(slug: str, *, at_top: bool = False) -> bool:
    """Would an address of the site's own hide what has this slug?

    The feeds of a list stand below it, where its posts and categories are too; `at_top` of the
    site are all the others.
    """
    if at_top and (slug.lower() in RESERVED or re.fullmatch("[0-9]{4}", slug)):
        return True
    return slug.lower() == "feed"


def make_slug(text: str, *, fallback: str = "post", length: int = 100) -> str:
    """Return a slug of at most `length` characters for `text`, in its own script."""
    return slugify(unquote(text), allow_unicode=True)[:length].strip("-_") or fallback


def unused_slug(wanted: str, taken: Callable[[str], bool]) -> str:
    """Return `wanted`, or the first of wanted-2, wanted-3, … that is not `taken`.

    It is cut where the number would make it too long.
    """
    candidate, number = wanted, 2
    while taken(candidate):
        ending = f"-{number}"
        candidate = wanted[: MAX_LENGTH - len(ending)] + ending
        number += 1
    return candidate
