"""Filling a blog: when its posts were published, and how much was said about each."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice

from django.db import transaction
from django.utils import timezone

from blog.current import site_settings
from blog.models import Post
from blog.services.publishing import save_post
from config.populating.ahead import ahead
from config.populating.bulk import allow_memory
from config.populating.inventing import EXAMPLES, Invented, Inventor
from config.populating.people import make_authors
from config.populating.spread import shares
from config.populating.storing import Store
from config.populating.unwatched import unwatched
from trackbacks import outgoing

SPAN = timedelta(days=3652)
# Posts that are invented at once, and such batches that are stored at once: the fewer, the more
# often the same pages of indexes are written.
BATCH = 2000
BATCHES_AT_ONCE = 4
_LINKED_AMONG = 300
# Pages in the menu, and below which other each stands.
_PAGES = (("About", ""), ("How this is made", "About"), ("Letters", ""), ("Places", ""))


@dataclass(frozen=True)
class Wanted:
    """So many posts of the ten years before `until`, and what is said about them in all."""

    posts: int
    comments: int
    trackbacks: int
    seed: str
    until: datetime


@dataclass
class Done:
    """How much is stored."""

    posts: int = 0
    comments: int = 0
    trackbacks: int = 0

    def count(self, batch: list[Invented]) -> None:
        self.posts += len(batch)
        self.comments += sum(len(one.said) for one in batch)
        self.trackbacks += sum(len(one.linkbacks) for one in batch)


def fill(wanted: Wanted) -> Generator[Done]:
    """Add the posts of EXAMPLES that are missing, then the `wanted` ones, the oldest first.

    Yields what is done whenever a batch is stored, which is whole and of which nobody is notified.
    Raises NameTaken where nothing can be stored, and Lost where the process that invents is ended.
    """
    authors = make_authors()
    taken = set(Post.objects.posts().values_list("slug", flat=True))
    missing = [example for example in EXAMPLES if example.slug not in taken]
    inventor, store, done = Inventor(wanted.seed, wanted.until, authors, taken), _store(), Done()
    _add_pages(inventor)
    allow_memory()
    batches = chain([list(map(inventor.example, missing))], _batches(wanted, inventor))
    with unwatched(), closing(ahead(batches)) as invented:
        while _store_some(invented, store, done):
            yield done


def _store_some(invented: Iterator[list[Invented]], store: Store, done: Done) -> bool:
    """Store the next batches, all or none of them, and count them; tell whether there were any."""
    with transaction.atomic():
        batches = []
        for batch in islice(invented, BATCHES_AT_ONCE):
            store.add(batch)
            batches.append(batch)
    for batch in batches:
        done.count(batch)
    return bool(batches)


def example_posts() -> list[Post]:
    """Return the posts of EXAMPLES, the one with the fewest comments first."""
    slugs = [example.slug for example in EXAMPLES]
    return list(Post.objects.posts().filter(slug__in=slugs).order_by("comment_count"))


def _add_pages(inventor: Inventor) -> None:
    """Save the pages that are missing, each below the one that stands above it."""
    made: dict[str, Post] = {}
    for number, (title, above) in enumerate(_PAGES, start=1):
        parent = made.get(above)
        found = Post.objects.pages().filter(title=title, parent=parent).first()
        if found is None:
            found = save_post(inventor.page(title, parent=parent, menu_order=number))
            outgoing.scan(found)
        made[title] = found


def _store() -> Store:
    site = site_settings()
    days = site.forget_networks_after_days
    since = timezone.now() - timedelta(days=days) if days else datetime.min.replace(tzinfo=UTC)
    return Store(levels=site.thread_depth, networks_since=since)


def _batches(wanted: Wanted, inventor: Inventor) -> Iterator[list[Invented]]:
    rng = inventor.rng("spread")
    comments = shares(wanted.comments, wanted.posts, rng)
    linkbacks = shares(wanted.trackbacks, wanted.posts, rng)
    # For later posts to link to.
    known: deque[Post] = deque(maxlen=_LINKED_AMONG)
    step = SPAN / max(wanted.posts, 1)
    for start in range(wanted.posts, 0, -BATCH):
        batch = []
        for age in range(start - 1, max(start - 1 - BATCH, -1), -1):
            earlier = rng.choice(known) if known else None
            published = wanted.until - step * (age + rng.uniform(0.05, 0.95))
            said = {"comments": comments[age], "linkbacks": linkbacks[age]}
            batch.append(inventor.post(age, published, **said, earlier=earlier))
            known.append(batch[-1].post)
        yield batch
