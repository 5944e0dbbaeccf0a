"""What comments keep about their writers."""

from __future__ import annotations

from datetime import datetime

from blog import privacy
from comments.models import Comment


class CommentKeeper(privacy.Keeper):
    def forget_networks(self, before: datetime) -> int:
        old = Comment.objects.with_network().filter(created_at__lt=before)
        return privacy.overwrite(old, ip=None, user_agent="")
