"""Storing invented posts with all that belongs to them, many rows in a statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter

from django.db import transaction
from django.db.models import Model

from blog.models import Post
from blog.site import absolute_url
from comments.models import Comment, CommentRecord
from config.populating.ids import take_ids
from config.populating.inventing import Invented
from config.populating.linkbacks import claim_of
from config.populating.rows import comment_records, comment_row, place_comments
from config.populating.terms import Tags, make_categories
from trackbacks.models import Claim, LinkScan, OutgoingLink, OwnLink, Trackback, TrackbackRecord

# Rows in one statement, where the database takes so many.
_ROWS = 2_000


class Store:
    """Where invented posts go. Comments stand in threads of so many `levels`.

    Of what came after `networks_since` it is kept from where.
    """

    def __init__(self, *, levels: int, networks_since: datetime):
        self._levels, self._networks_since = levels, networks_since
        self._categories, self._tags = make_categories(), Tags()

    @transaction.atomic
    def add(self, invented: Sequence[Invented]) -> None:
        """Store posts in the order of their dates; nobody is notified, now or later."""
        for one, pk in zip(invented, take_ids(Post, len(invented)), strict=True):
            one.post.pk = pk
            one.post.comment_count = sum(said.status == "approved" for said in one.said)
            one.post.trackback_count = sum(link.is_public for link in one.linkbacks)
        _insert(Post, (one.post for one in invented))
        self._file(invented)
        self._add_comments(invented)
        _add_linkbacks(invented)
        _add_links(invented)

    def _file(self, invented: Sequence[Invented]) -> None:
        tags = self._tags.ids(set().union(*(one.tags for one in invented)))
        under, marked = Post.categories.through, Post.tags.through
        _insert(
            under,
            (
                under(post_id=one.post.pk, category_id=self._categories[name])
                for one in invented
                for name in sorted(one.categories)
            ),
        )
        _insert(
            marked,
            (
                marked(post_id=one.post.pk, tag_id=tags[name])
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
        rows = [comment_row(one, post, self._networks_since) for one, post in pairs]
        _insert(Comment, rows)
        _insert(
            CommentRecord,
            (
                record
                for row, (one, post) in zip(rows, pairs, strict=True)
                for record in comment_records(row, one, post.author)
            ),
        )


def _add_linkbacks(invented: Sequence[Invented]) -> None:
    links = [link for one in invented for link in one.linkbacks]
    links.sort(key=attrgetter("created_at"))
    for link, pk in zip(links, take_ids(Trackback, len(links)), strict=True):
        link.pk = pk
        link.post_id = link.post.pk
    _insert(Trackback, links)
    _insert(
        TrackbackRecord,
        (TrackbackRecord(item=link, new_status=link.status, at=link.created_at) for link in links),
    )
    addresses = {one.post.pk: absolute_url(one.post.get_absolute_url()) for one in invented}
    _insert(Claim, (claim_of(link, addresses[link.post.pk]) for link in links))


def _add_links(invented: Sequence[Invented]) -> None:
    """Note where the texts lead, as trackbacks.outgoing.scan does with posts that old."""
    links = ((one.post, target) for one in invented for target in one.links)
    old = OutgoingLink.State.OLD
    _insert(OutgoingLink, (OutgoingLink(post=post, target=url, state=old) for post, url in links))
    pairs = ((one.post, one.earlier) for one in invented if one.earlier)
    _insert(OwnLink, (OwnLink(source=post, target=target) for post, target in pairs))
    seen = ((one.post, one.post.updated_at) for one in invented)
    _insert(LinkScan, (LinkScan(post=post, seen_at=at, was_live=True) for post, at in seen))


def _insert(model: type[Model], rows: Iterable[Model]) -> None:
    model._base_manager.bulk_create(rows, batch_size=_ROWS)
