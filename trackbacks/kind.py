"""Links from other blogs as one kind of feedback."""

from __future__ import annotations

from blog.feedback.kinds import FeedbackKind
from trackbacks.models import Trackback


class TrackbackKind(FeedbackKind):
    model = Trackback

    def writer(self, item: Trackback) -> str:
        return item.author or item.blog_name or item.source_host

    def words(self, item: Trackback) -> str:
        return "\n".join(filter(None, [item.title, item.excerpt, item.source]))
