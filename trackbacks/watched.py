"""What of links between blogs shows on pages."""

from blog.feedback.watched import feedback_watch
from blog.page_cache.watches import Watch
from trackbacks.models import OwnLink, Trackback

WATCHES = (
    feedback_watch(Trackback, unseen=("verified_at",)),
    Watch("own_link", OwnLink, tags="{row}.target_id"),
)
