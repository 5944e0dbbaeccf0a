"""Pure: reads the texts of the demonstration, each a few header lines over Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.dateparse import parse_datetime, parse_duration

FOLDER = Path(__file__).resolve().parent
PICTURES = FOLDER / "pictures"
# Between what several people say under one post.
_DIVIDER = "\n---\n"


@dataclass(frozen=True)
class Entry:
    """One text: `name` is that of its file, `header` what stands above it."""

    name: str
    header: dict[str, str]
    body: str

    def get(self, field: str, default: str = "") -> str:
        return self.header.get(field, default)

    def listed(self, field: str) -> list[str]:
        return [part.strip() for part in self.get(field).split(",") if part.strip()]

    def date(self, now: datetime) -> datetime | None:
        """When it was published: on its Date, or so long ago as its Age says at `now`."""
        if "Age" in self.header:
            return now - span(self.get("Age"))
        parsed = parse_datetime(self.get("Date"))
        return timezone.make_aware(parsed) if parsed else None


def span(text: str) -> timedelta:
    """Return the time that "3 04:05:00" stands for: days, hours, minutes, seconds."""
    parsed = parse_duration(text)
    if parsed is None:
        raise ValueError(f"no span of time: {text!r}")
    return parsed


def parse_entry(name: str, text: str) -> Entry:
    head, _, body = text.strip().partition("\n\n")
    lines = (line.split(":", 1) for line in head.splitlines())
    return Entry(name, {field: value.strip() for field, value in lines}, body.strip())


def read_posts() -> list[Entry]:
    """Return the posts and pages, in the order of their file names, which are their slugs."""
    return [parse_entry(path.stem, path.read_text()) for path in sorted(_files("posts"))]


def read_said(folder: str, slug: str) -> list[Entry]:
    """Return the "comments" or "trackbacks" on the post with this slug, in order."""
    path = FOLDER / folder / f"{slug}.md"
    if not path.exists():
        return []
    return [parse_entry(slug, text) for text in path.read_text().split(_DIVIDER)]


def read_pictures() -> list[Path]:
    return sorted(PICTURES.glob("*.webp"))


def _files(folder: str) -> Iterator[Path]:
    return (FOLDER / folder).glob("*.md")
