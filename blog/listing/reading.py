"""Parts of long lists, read without looking at what stands before them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.utils import timezone

from blog.listing.models import ListedPost
from blog.listing.months import begin_of, months_until
from blog.models import Category, Post, Tag
from blog.pagination import part_of
from blog.prepared import Given, Prepared, given_moment, given_row
from blog.querysets import PostQuerySet, TermQuerySet

# From here on whole months are passed over: to count off fewer rows costs less than to ask.
DEEP = 500

_KINDS = {Category: ListedPost.Kind.CATEGORY, Tag: ListedPost.Kind.TAG}


def posts_of(term: Category | Tag, start: int, stop: int) -> list[Post]:
    """Return a part of what has appeared under `term`, the newest first; in a category also what
    stands below it.
    """
    kind = _KINDS[type(term)].value
    return _of_term.rows(start, stop, kind=kind, term=term.pk, now=timezone.now())


def sticky_first(start: int, stop: int) -> list[Post]:
    """Return a part of all posts: those that the author keeps on top, then the newest first."""
    now = timezone.now()
    return _sticky_first.rows(start, stop, now=now) if start < DEEP else _deep(start, stop, now)


def in_use(terms: TermQuerySet) -> TermQuerySet:
    """Narrow categories or tags to those under which anything has appeared."""
    listed = ListedPost.objects.filter(
        kind=_KINDS[terms.model], term=OuterRef("pk"), published_at__lte=timezone.now()
    )
    return terms.filter(Exists(listed))


def for_lists(ids: QuerySet) -> PostQuerySet:
    return Post.objects.filter(pk__in=ids).order_by("-published_at", "-pk").for_display()


def _listed(start: int, stop: int) -> PostQuerySet:
    rows = ListedPost.objects.filter(
        kind=Given("kind", CharField()), term=given_row("term"), published_at__lte=given_moment()
    )
    return for_lists(rows.order_by("-published_at", "-post_id").values("post_id")[start:stop])


_of_term = Prepared(_listed)
_sticky_first = Prepared(
    lambda start, stop: part_of(
        Post.objects.listed(given_moment()).sticky_first(), start, stop
    ).for_display()
)


def _deep(start: int, stop: int, now: datetime) -> list[Post]:
    """The same by way of the months, of which it is known how much appeared in each."""
    # Not `is_sticky=True`, of which Django makes what SQLite finds by no index.
    sticky = Post.objects.listed(now).filter(is_sticky__in=[True])
    on_top = list(sticky.values_list("published_at", flat=True))
    if start < len(on_top):
        return _sticky_first.rows(start, stop, now=now)
    skipped = start - len(on_top)
    number = 0
    for month in months_until(now):
        number = month.number
        count = month.count - sum(date.year * 12 + date.month - 1 == number for date in on_top)
        if skipped < count:
            break
        skipped -= count
    else:
        return []
    # The bound first, as PostQuerySet.dated says.
    before = Post.objects.filter(published_at__lt=begin_of(number + 1, UTC)).listed(now)
    before = before.filter(is_sticky__in=[False])
    return list(part_of(before, skipped, skipped + stop - start).for_display())
