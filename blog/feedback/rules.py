"""The rules by which the author lets things in: those in force, and those that are only planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from blog.current import site_settings
from blog.feedback.gathering import bounds_of
from blog.feedback.spam import Bounds
from blog.models import SiteSettings


@dataclass(frozen=True)
class Rules:
    """`own` are those that one kind of feedback has besides; None: as they are stored."""

    site: SiteSettings
    bounds: Bounds
    own: Sequence[Any] | None = None


def rules_in_force() -> Rules:
    site = site_settings()
    return Rules(site, bounds_of(site))
