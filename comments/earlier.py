"""Comments that were written before they came here: stored with their own dates and status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from blog.current import site_settings
from blog.feedback import moderation
from blog.feedback.models import Status
from blog.models import Post
from comments.models import Comment, CommentRecord
from comments.threads import place

BATCH = 500


@dataclass(frozen=True)
class EarlierComment:
    """A comment as it will be stored; `html` was rendered from `body`.

    `key` names it among its like, and `parent_key` the comment that it answers.
    """

    key: str
    name: str
    body: str
    html: str
    created_at: datetime
    markup: str = Post.Markup.MARKDOWN
    parent_key: str | None = None
    status: str = Status.APPROVED
    reasons: list[dict] = field(default_factory=list)
    score: int = 0
    email: str = ""
    url: str = ""
    ip: str | None = None
    user_agent: str = ""
    user: Any = None


def generations(
    comments: Sequence[EarlierComment], known: Mapping[str, Any]
) -> tuple[list[list[EarlierComment]], list[EarlierComment]]:
    """Sort `comments` so that all that are answered stand in a generation before the answers.

    Each generation is in the order of its dates. Returned second: those whose parent is neither
    among them nor `known`, or that answer each other in a circle.
    """
    by_date = sorted(comments, key=lambda comment: (comment.created_at, len(comment.key)))
    answers: dict[str | None, list[EarlierComment]] = {}
    for comment in by_date:
        above = None if comment.parent_key in known else comment.parent_key
        answers.setdefault(above, []).append(comment)
    found, now = [], answers.pop(None, [])
    while now:
        found.append(now)
        now = [answer for comment in now for answer in answers.pop(comment.key, [])]
    return found, [comment for left in answers.values() for comment in left]


@transaction.atomic
def add_earlier(
    post: Post,
    comments: Sequence[EarlierComment],
    *,
    known: Mapping[str, int] | None = None,
    why: str,
) -> dict[str, int]:
    """Store `comments` on `post`, with one count and a record of `why`; return key -> id.

    Every parent must be among them or in `known` (key -> id): see `generations`. They stand in
    the order of their dates, whatever order they came in. Nobody is notified.
    """
    levels = site_settings().thread_depth
    paths = dict(
        Comment.objects.filter(pk__in=(known or {}).values(), post=post).values_list("pk", "path")
    )
    ids = {key: pk for key, pk in (known or {}).items() if pk in paths}
    found, lost = generations(comments, ids)
    if lost:
        raise ValueError(f"nothing is known of what {lost[0].key} answers")
    for generation in found:
        rows = [_unsaved(post, comment, ids) for comment in generation]
        Comment.objects.bulk_create(rows, batch_size=BATCH)
        for row in rows:
            row.path, row.depth = place(row.pk, paths.get(row.parent_id or 0, ""), levels)
            paths[row.pk] = row.path
        Comment.objects.bulk_update(rows, ["path", "depth"], batch_size=BATCH)
        ids |= {comment.key: row.pk for comment, row in zip(generation, rows, strict=True)}
        _record(rows, why)
    moderation.refresh_counts(Comment, [post.pk])
    return {comment.key: ids[comment.key] for comment in comments}


def _unsaved(post: Post, earlier: EarlierComment, ids: Mapping[str, int]) -> Comment:
    return Comment(
        post=post,
        parent_id=ids[earlier.parent_key] if earlier.parent_key else None,
        user=earlier.user,
        name=earlier.name,
        email=earlier.email,
        url=earlier.url,
        body=earlier.body,
        html=earlier.html,
        markup=earlier.markup,
        status=earlier.status,
        reasons=earlier.reasons,
        score=earlier.score,
        created_at=earlier.created_at,
        ip=earlier.ip,
        user_agent=earlier.user_agent,
    )


def _record(rows: Sequence[Comment], why: str) -> None:
    CommentRecord.objects.bulk_create(
        (CommentRecord(item=row, new_status=row.status, why=why) for row in rows), batch_size=BATCH
    )
