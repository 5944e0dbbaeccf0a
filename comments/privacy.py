"""What comments keep about their writers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog import privacy
from blog.feedback import moderation
from blog.feedback.learning import lessons
from comments.models import Comment, CommentRecord, OutsideQuestion
from comments.withdrawal import WITHDRAWN

# Everything that tells who wrote a comment, without it. What the filter found may quote her.
_NOBODY: dict[str, Any] = {
    "email": "",
    "url": "",
    "ip": None,
    "user_agent": "",
    "browser": None,
    "reasons": [],
    "score": 0,
    "note_to_reader": "",
}
# The author still sees that something stood there, and that its writer took it away.
_NOTHING: dict[str, Any] = _NOBODY | {
    "name": "—",
    "body": "",
    "html": "",
    "reasons": [WITHDRAWN.as_json()],
    "fingerprint": None,
    "evidence": {},
}

# Comments in one read, of which each brings its edits.
CHUNK = 500


class CommentKeeper(privacy.Keeper):
    title = gettext_lazy("Comments")

    def count(self, address: str) -> int:
        return Comment.objects.written_from(address).count()

    def items(self, address: str) -> Iterator[privacy.Item]:
        written = Comment.objects.written_from(address).newest_first().select_related("post")
        edits = Prefetch("records", CommentRecord.objects.edits())
        for comment in written.prefetch_related(edits).iterator(CHUNK):
            yield privacy.Item(comment.post.title, _facts(comment), _public_url(comment))

    def network_addresses(self, address: str) -> set[str]:
        known = Comment.objects.written_from(address).values_list("ip", flat=True)
        return {ip for ip in known if ip}

    def erase(self, address: str) -> None:
        """Take the words of her comments and all else; their places stay, for the answers."""
        comments = _locked(address)
        moderation.remove(comments, by_sender=True)
        comments.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
        _overwrite(comments, **_NOTHING)

    def anonymise(self, address: str) -> None:
        _overwrite(_locked(address), **_NOBODY, name=_("Anonymous"))

    def forget_networks(self, before: datetime) -> int:
        old = Comment.objects.with_network().filter(created_at__lt=before)
        return privacy.overwrite(old, ip=None, user_agent="", browser=None)


def _locked(address: str) -> QuerySet[Comment]:
    """Return the comments from `address`, whatever becomes of that; locked as moderation does it.

    Not in batches: the second would lock rows after the posts of the first.
    """
    written = Comment.objects.written_from(address).order_by("pk")
    ids = list(written.select_for_update(no_key=True).values_list("pk", flat=True))
    return Comment.objects.filter(pk__in=ids)


def _overwrite(comments: QuerySet[Comment], **columns) -> None:
    comments.update(**columns)
    CommentRecord.objects.filter(item__in=comments).update(why="", before={})
    OutsideQuestion.objects.filter(comment__in=comments).delete()
    lessons.forget(comments)


def _public_url(comment: Comment) -> str:
    is_seen = comment.is_public and comment.post.is_live
    return comment.get_absolute_url() if is_seen else ""


def _facts(comment: Comment) -> list[privacy.Fact]:
    forgotten = privacy.network_forgotten_at(comment.created_at)
    return [
        privacy.Fact(_("Name"), comment.name),
        privacy.Fact(_("E-mail"), comment.email),
        privacy.Fact(_("Website"), comment.url),
        privacy.Fact(_("Text"), comment.body),
        privacy.Fact(_("Received"), comment.created_at),
        privacy.Fact(_("Edited"), comment.edited_at or ""),
        privacy.Fact(_("State"), comment.get_status_display()),
        privacy.Fact(_("A word from the author"), comment.note_to_reader),
        privacy.Fact(_("Network address"), comment.ip or "", forgotten),
        privacy.Fact(_("Program"), comment.user_agent, forgotten),
        privacy.Fact(_("First comment from this browser"), str(comment.browser or ""), forgotten),
        *(
            privacy.Fact(_("Before an edit"), " · ".join(edit.before.values()))
            for edit in comment.records.all()  # prefetched: edits alone
        ),
    ]
