"""Comments as the services would have written them, from what was invented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from blog.feedback.models import Status
from blog.models import Post
from blog.text.folding import fingerprint
from comments.threads import place
from config.populating.talk import Said

_REMOVED_AFTER = timedelta(hours=20)
# Nobody judges what they write.
_ABOUT_AUTHORS: dict[str, Any] = {"fingerprint": None, "evidence": {}, "ip": None, "user_agent": ""}


def place_comments(said: Iterable[Said], ids: Iterable[int], levels: int) -> None:
    """Give each of `said`, which come after what they answer, its id and its place."""
    for one, pk in zip(said, ids, strict=True):
        one.pk = pk
        one.path, one.depth = place(pk, one.parent.path if one.parent else "", levels)


def comment_row(said: Said, post: Post, networks_since: datetime) -> dict[str, Any]:
    """Return the columns; where it came from is known only of what came lately."""
    row = {
        "id": said.pk,
        "post_id": post.pk,
        "parent_id": said.parent.pk if said.parent else None,
        "path": said.path,
        "depth": said.depth,
        "body": said.body,
        "html": said.html,
        "created_at": said.at,
        **said.admission.columns(),
        **(_evidence(said, networks_since) if said.reader else _ABOUT_AUTHORS),
        **_writer(said, post),
        "moderated_at": None,
        "mentioned_at": said.at if said.status == Status.PENDING else None,
    }
    if said.is_removed:
        row |= {"status": said.status, "moderated_at": said.at + _REMOVED_AFTER}
    return row


def _writer(said: Said, post: Post) -> dict[str, Any]:
    who: Any = said.reader
    if who:
        return {"user_id": None, "name": who.name, "email": who.email, "url": who.url}
    author = post.author
    name, email = author.get_full_name(), author.email
    return {"user_id": author.pk, "name": name, "email": email, "url": ""}


def _evidence(said: Said, networks_since: datetime) -> dict[str, Any]:
    is_spam, print_ = said.status == Status.SPAM, fingerprint(said.body)
    rng = Random(print_ or said.body)
    evidence = {
        "honeypot": "filled in" if is_spam else "",
        "seconds": round(rng.uniform(15, 900), 1),
        "is_known": said.status in {Status.APPROVED, Status.REMOVED},
        "repeats": 0,
        "probability": round(rng.uniform(0.9, 1) if is_spam else rng.uniform(0, 0.3), 3),
    }
    where = said.reader if said.at >= networks_since else None
    return {
        "fingerprint": print_,
        "evidence": evidence,
        "ip": where.network if where else None,
        "user_agent": where.browser if where else "",
    }


def comment_records(said: Said, author_id: int) -> Iterator[dict[str, Any]]:
    """Yield the trail of a row: how it came, and who removed it later."""
    admission = said.admission
    yield {
        "item_id": said.pk,
        "old_status": "",
        "new_status": admission.status,
        "by_id": None if said.reader else author_id,
        "why": admission.why[:300],
        "at": said.at,
    }
    if said.is_removed:
        yield {
            "item_id": said.pk,
            "old_status": admission.status,
            "new_status": said.status,
            "by_id": author_id,
            "why": "",
            "at": said.at + _REMOVED_AFTER,
        }
