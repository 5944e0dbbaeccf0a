"""Selection of links from other blogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from blog.feedback.querysets import FeedbackQuerySet

if TYPE_CHECKING:
    from blog.models import Post

# What is known of a sender, but never printed with a link.
_NOT_PRINTED = ("ip", "user_agent", "reasons")


class TrackbackQuerySet(FeedbackQuerySet):
    def shown_on(self, post: Post) -> Self:
        """What readers see below `post`, the oldest first and without private columns."""
        return self.approved().filter(post=post).order_by("created_at", "pk").defer(*_NOT_PRINTED)
