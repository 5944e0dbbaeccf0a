"""Selection of comments."""

from __future__ import annotations

from blog.feedback.querysets import FeedbackQuerySet


class CommentQuerySet(FeedbackQuerySet):
    def in_thread_order(self) -> CommentQuerySet:
        return self.order_by("path")
