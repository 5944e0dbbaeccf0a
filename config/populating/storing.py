"""Storing invented posts with all that belongs to them, many rows in a statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

from blog.models import Post
from blog.site import absolute_url
from comments.models import Comment, CommentRecord
from config.populating.bulk import as_row, insert
from config.populating.ids import take_ids
from config.populating.inventing import Invented
from config.populating.linkbacks import claim_row
from config.populating.rows import comment_records, comment_row, place_comments
from config.populating.terms import Tags, make_categories
from trackbacks.models import Claim, LinkScan, OutgoingLink, OwnLink, Trackback, TrackbackRecord


class Store:
    """Where invented posts go. Comments stand in threads of so many `levels`.

    Of what came after `networks_since` it is kept from where.
    """

    def __init__(self, *, levels: int, networks_since: datetime):
        self._levels, self._networks_since = levels, networks_since
        self._categories, self._tags = make_categories(), Tags()
        # Of the posts that were stored here, by their slugs: later ones may link to them.
        self._ids: dict[str, int] = {}

    def add(self, invented: Sequence[Invented]) -> None:
        """Store posts in the order of their dates; nobody is notified, now or later.

        Belongs into a transaction. After one that was rolled back no more can be added.
        """
        for one, pk in zip(invented, take_ids(Post, len(invented)), strict=True):
            one.post.pk = pk
            one.post.comment_count = sum(said.status == "approved" for said in one.said)
            one.post.trackback_count = sum(link.is_public for link in one.linkbacks)
        insert(Post, (as_row(one.post) for one in invented))
        self._file(invented)
        self._add_comments(invented)
        _add_linkbacks(invented)
        self._ids |= {one.post.slug: one.post.pk for one in invented}
        self._add_links(invented)

    def _file(self, invented: Sequence[Invented]) -> None:
        tags = self._tags.ids(set().union(*(one.tags for one in invented)))
        under, marked = Post.categories.through, Post.tags.through
        insert(
            under,
            (
                {"post_id": one.post.pk, "category_id": self._categories[name]}
                for one in invented
                for name in sorted(one.categories)
            ),
        )
        insert(
            marked,
            (
                {"post_id": one.post.pk, "tag_id": tags[name]}
                for one in invented
                for name in sorted(one.tags)
            ),
        )

    def _add_comments(self, invented: Sequence[Invented]) -> None:
        """In the order in which they came to the blog, as far as these posts tell."""
        pairs = [(said, one.post) for one in invented for said in one.said]
        pairs.sort(key=lambda pair: pair[0].at)
        said = [one for one, _post in pairs]
        place_comments(said, take_ids(Comment, len(said)), self._levels)
        insert(Comment, (comment_row(one, post, self._networks_since) for one, post in pairs))
        insert(
            CommentRecord,
            (record for one, post in pairs for record in comment_records(one, post.author_id)),
        )

    def _add_links(self, invented: Sequence[Invented]) -> None:
        """Note where the texts lead, as trackbacks.outgoing.scan does with posts that old."""
        links = ((one.post.pk, target) for one in invented for target in one.links)
        old = OutgoingLink.State.OLD
        insert(OutgoingLink, ({"post_id": pk, "target": url, "state": old} for pk, url in links))
        pairs = ((one.post.pk, self._ids[one.earlier]) for one in invented if one.earlier)
        insert(OwnLink, ({"source_id": pk, "target_id": target} for pk, target in pairs))
        seen = ((one.post.pk, one.post.updated_at) for one in invented)
        insert(LinkScan, ({"post_id": pk, "seen_at": at, "was_live": True} for pk, at in seen))


def _add_linkbacks(invented: Sequence[Invented]) -> None:
    links = []
    for one in invented:
        for link in one.linkbacks:
            link.post_id = one.post.pk
            links.append(link)
    links.sort(key=attrgetter("created_at"))
    for link, pk in zip(links, take_ids(Trackback, len(links)), strict=True):
        link.pk = pk
    insert(Trackback, map(as_row, links))
    insert(
        TrackbackRecord,
        ({"item_id": link.pk, "new_status": link.status, "at": link.created_at} for link in links),
    )
    addresses = {one.post.pk: absolute_url(one.post.get_absolute_url()) for one in invented}
    insert(Claim, (claim_row(link, addresses[link.post_id]) for link in links))
