"""What every kind of feedback shows on pages, and what none of them does."""

from __future__ import annotations

from collections.abc import Collection

from blog.feedback.models import Feedback
from blog.page_cache.tags import SAID
from blog.page_cache.watches import Watch

_UNSEEN = (
    "score",
    "reasons",
    "evidence",
    "moderated_at",
    "mentioned_at",
    "ip",
    "user_agent",
)


def feedback_watch(model: type[Feedback], *, unseen: Collection[str]) -> Watch:
    """Return the watch of rows of `model`; `unseen` are columns that this kind has besides."""
    return Watch(
        str(model._meta.model_name),
        model,
        tags=f"{SAID}, {{row}}.post_id",
        shown="{row}.status = 'approved'",
        unseen=(*_UNSEEN, *unseen),
    )
