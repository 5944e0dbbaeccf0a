"""Comments as the services would have written them, from what was invented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from blog.models import Post
from blog.text.folding import fingerprint
from comments.models import Comment, CommentRecord
from comments.threads import place
from config.populating.talk import Said

_REMOVED_AFTER = timedelta(hours=20)


def place_comments(said: Iterable[Said], ids: Iterable[int], levels: int) -> None:
    """Give each of `said`, which come after what they answer, its id and its place."""
    for one, pk in zip(said, ids, strict=True):
        one.pk = pk
        one.path, one.depth = place(pk, one.parent.path if one.parent else "", levels)


def comment_row(said: Said, post: Post, networks_since: datetime) -> Comment:
    """Return the row; where it came from is known only of what came lately."""
    row = Comment(
        pk=said.pk,
        post=post,
        parent_id=said.parent.pk if said.parent else None,
        path=said.path,
        depth=said.depth,
        body=said.body,
        html=said.html,
        created_at=said.at,
        **_writer(said, post),
    )
    said.admission.write_to(row)
    if said.is_removed:
        row.status, row.moderated_at = said.status, said.at + _REMOVED_AFTER
    if row.status == "pending":
        row.mentioned_at = said.at
    if said.reader:
        _add_evidence(row, said, networks_since)
    return row


def _writer(said: Said, post: Post) -> dict[str, Any]:
    if said.reader:
        return {"name": said.reader.name, "email": said.reader.email, "url": said.reader.url}
    author = post.author
    return {"user": author, "name": author.get_full_name(), "email": author.email}


def _add_evidence(row: Comment, said: Said, networks_since: datetime) -> None:
    is_spam, rng = row.status == "spam", Random(said.body)
    row.fingerprint = fingerprint(row.body)
    row.evidence = {
        "honeypot": "filled in" if is_spam else "",
        "seconds": round(rng.uniform(15, 900), 1),
        "is_known": row.status in {"approved", "removed"},
        "repeats": 0,
        "probability": round(rng.uniform(0.9, 1) if is_spam else rng.uniform(0, 0.3), 3),
    }
    if said.reader and said.at >= networks_since:
        row.ip, row.user_agent = said.reader.network, said.reader.browser


def comment_records(row: Comment, said: Said, author: Any) -> Iterator[CommentRecord]:
    """Yield the trail of a row: how it came, and who removed it later."""
    admission = said.admission
    yield CommentRecord(
        item=row,
        new_status=admission.status,
        by=None if said.reader else author,
        why=admission.why[:300],
        at=said.at,
    )
    if said.is_removed:
        yield CommentRecord(
            item=row,
            old_status=admission.status,
            new_status=row.status,
            by=author,
            at=said.at + _REMOVED_AFTER,
        )
