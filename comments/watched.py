"""What of comments shows on pages."""

from blog.feedback.watched import feedback_watch
from comments.models import Comment

WATCHES = (
    feedback_watch(
        Comment,
        unseen=(
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
