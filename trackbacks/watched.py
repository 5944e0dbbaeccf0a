"""What of links between blogs shows on pages."""

from blog.page_cache.tags import SAID
from blog.page_cache.watches import Watch
from trackbacks.models import OwnLink, Trackback

WATCHES = (
    Watch(
        "trackback",
        Trackback,
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
            "verified_at",
        ),
    ),
    Watch("own_link", OwnLink, tags="{row}.target_id"),
)
