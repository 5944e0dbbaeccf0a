"""Pure: the dates of an export, which has each twice and often neither."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.utils import timezone


def moment(gmt: str, local: str) -> datetime | None:
    """Return what the first of two dates says that is one, or None: drafts have 0000-00-00.

    `local` is read in the site's zone, since an export does not tell its own.
    """
    if parsed := _parsed(gmt):
        return parsed.replace(tzinfo=UTC)
    if parsed := _parsed(local):
        return timezone.make_aware(parsed, timezone.get_default_timezone())
    return None


def day_of(local: str) -> date | None:
    parsed = _parsed(local)
    return parsed and parsed.date()


def _parsed(text: str) -> datetime | None:
    try:
        parsed = datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None
    # The first and the last year have no neighbours that another zone could move a moment into.
    return parsed if date.min.year < parsed.year < date.max.year else None
