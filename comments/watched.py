"""What of comments shows on pages."""

from blog.page_cache.tags import SAID
from blog.page_cache.watches import Watch
from comments.models import Comment

WATCHES = (
    Watch(
        "comment",
        Comment,
        tags=f"{SAID}, {{row}}.post_id",
        shown="{row}.status = 'approved'",
        unseen=(
            "score",
            "reasons",
            "evidence",
            "moderated_at",
            "mentioned_at",
            "ip",
            "user_agent",
            "body",
            "markup",
            "fingerprint",
            "browser",
            "settled_under",
            "note_to_reader",
            "appealed_at",
            "withdrawn_at",
            "announcement",
        ),
    ),
)
