"""Panels below the form for writing, which other apps bring along."""

from __future__ import annotations

from typing import Any, Protocol

from django.forms import Media
from django.http import HttpRequest

from blog.models import Post


class WritingPanel(Protocol):
    """Something about a post or a page, shown as its form is; its fields are sent with it.

    `template` is included within the form with what `content` returns as `panel`, and
    `outer_template` behind it, for forms of the panel's own: a form holds no other. A page that
    shows it includes `media`.
    """

    template: str
    outer_template: str
    media: Media

    def content(self, request: HttpRequest, post: Post | None) -> dict[str, Any]:
        """Return what the templates show of `post` as it was last saved, None before it was."""

    def take(self, request: HttpRequest, post: Post) -> None:
        """Store what was typed into the panel, just before `post` is saved with what was typed."""

    def saved(self, post: Post) -> None:
        """Take note that the text of `post` was saved."""


_panels: list[WritingPanel] = []


def add_panel(panel: WritingPanel) -> None:
    """Have `panel` shown with the form of every post and page from now on."""
    _panels.append(panel)


def panels() -> tuple[WritingPanel, ...]:
    return tuple(_panels)
