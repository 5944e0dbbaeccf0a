"""Links from other sites, as they come after a post, and the claims by which they came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from blog.feedback.admission import Admission, admit_linkback
from blog.feedback.models import Status
from blog.feedback.spam import Bounds, judge
from blog.feedback.submission import Submission
from blog.models import Post
from config.populating.prose import Prose, name_of
from config.populating.spread import Zipf
from trackbacks.models import Claim, Kind, Protocol, Trackback

_KINDS = {Kind.MENTION: 50, Kind.LIKE: 25, Kind.REPLY: 15, Kind.REPOST: 10}
_PROTOCOLS = (Protocol.TRACKBACK, Protocol.PINGBACK, Protocol.WEBMENTION)
_PENDING_SHARE, _SPAM_SHARE = 0.06, 0.08
_MOST_HOSTS = 3_000
_VISIT = timedelta(minutes=1)

_SHOWN = admit_linkback("publish_verified", judge(Submission(""), Bounds()))
_HELD = admit_linkback("hold", judge(Submission(""), Bounds()))
_SPAM = admit_linkback(
    "hold", judge(Submission("", url="https://best-casino-pills.example/"), Bounds(spam_from=0))
)


class Linkers:
    """Other sites, of which a few link often."""

    def __init__(self, prose: Prose):
        self._prose, self._hosts = prose, Zipf(_MOST_HOSTS)

    def to_post(self, rng: Random, post: Post, number: int, until: datetime) -> Iterator[Trackback]:
        """Yield `number` unsaved links to `post`, in the order in which they came."""
        published = post.published_at or until
        for at in sorted(published + (until - published) * rng.random() for _ in range(number)):
            yield self._link(rng, post, at)

    def _link(self, rng: Random, post: Post, at: datetime) -> Trackback:
        host = f"{name_of(self._hosts.pick(rng)).lower()}.example"
        kind = rng.choices(list(_KINDS), weights=list(_KINDS.values()))[0]
        link = Trackback(
            post=post,
            kind=kind,
            protocol=rng.choice(_PROTOCOLS) if kind == Kind.MENTION else Protocol.WEBMENTION,
            source=f"https://{host}/{at.year}/{rng.getrandbits(48):x}/",
            source_host=host,
            blog_name=self._prose.name(rng),
            title="" if kind == Kind.LIKE else self._prose.title(rng),
            excerpt="" if kind in {Kind.LIKE, Kind.REPOST} else self._prose.sentence(rng),
            created_at=at,
            verified_at=at,
        )
        if kind != Kind.MENTION:
            link.author, link.author_url, link.written_at = link.blog_name, f"https://{host}/", at
        _admission(rng).write_to(link)
        if link.status == Status.PENDING:
            link.mentioned_at = at
        return link


def _admission(rng: Random) -> Admission:
    chance = rng.random()
    if chance < _SPAM_SHARE:
        return _SPAM
    return _HELD if chance < _SPAM_SHARE + _PENDING_SHARE else _SHOWN


def claim_row(link: Trackback, target: str) -> dict[str, Any]:
    """Return the columns of the claim, settled long ago, that `link` leads to `target`."""
    return {
        "post_id": link.post_id,
        "source": link.source,
        "source_host": link.source_host,
        "target": target,
        "protocol": link.protocol,
        "state": Claim.State.VERIFIED,
        "attempts": 1,
        "next_try_at": None,
        "visited_at": link.created_at,
        "last_answer": "The page links to this post.",
        "received_at": link.created_at - _VISIT,
        "checked_at": link.created_at,
    }
