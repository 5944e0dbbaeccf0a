"""Links from other blogs that are older than their coming here: stored as they were."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from blog.feedback import moderation
from blog.models import Post
from trackbacks.models import Trackback, TrackbackRecord


@transaction.atomic
def add_earlier(post: Post, links: Sequence[Trackback], *, why: str) -> list[Trackback]:
    """Store the unsaved `links` on `post`, with one count and a record of `why`.

    A link from an address that `post` has one from already is left out: returned are those that
    were stored, with their ids.
    """
    taken = set(post_sources(post))
    fresh = []
    for link in links:
        if link.source not in taken:
            taken.add(link.source)
            link.post = post
            fresh.append(link)
    Trackback.objects.bulk_create(fresh)
    TrackbackRecord.objects.bulk_create(
        TrackbackRecord(item=link, new_status=link.status, why=why) for link in fresh
    )
    moderation.refresh_counts(Trackback, [post.pk])
    return fresh


def post_sources(post: Post) -> list[str]:
    return list(Trackback.objects.filter(post=post).values_list("source", flat=True))
