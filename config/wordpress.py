"""Brings a WordPress export into the blog: one transaction for each item with its discussion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import DataError, IntegrityError, transaction

from blog.models import Post
from blog.services import imports
from blog.wordpress import posts
from blog.wordpress.people import People
from blog.wordpress.reading import Export
from blog.wordpress.records import Author, Item, Said, Term
from blog.wordpress.tally import Tally
from blog.wordpress.terms import Terms
from blog.wordpress.xml import ExportError
from comments import wordpress as comments_wordpress
from comments.wordpress import NewComments
from trackbacks import wordpress as trackbacks_wordpress
from trackbacks.wordpress import NewLinks


def bring_in(export: Export, tally: Tally, *, fallback_author: Any = None) -> Iterator[Item]:
    """Store what is in `export` and not here yet, counted in `tally`; yield each item when it is
    dealt with.

    `fallback_author` is who wrote what names no author. Raises ExportError where the file is none
    or cannot be read any further: what was yielded stays, and another run goes on after it.
    """
    blog, things = export.read()
    run = _Run(blog.source, tally, fallback_author)
    try:
        for thing in things:
            run.take(thing)
            if isinstance(thing, Item):
                yield thing
    except ExportError:
        run.finish()
        raise
    run.finish()


class _Run:
    def __init__(self, source: str, tally: Tally, fallback_author: Any):
        self._source = source
        self._tally = tally
        self._fallback_author = fallback_author
        self._people = People(source, tally)
        self._terms = Terms(source, tally)
        self._known = {kind: imports.rows_of(source, kind) for kind in Post.Kind.values}
        self._pages = posts.Pages(source, self._known[Post.Kind.PAGE], tally)

    def take(self, thing: Author | Term | Item) -> None:
        match thing:
            case Author():
                self._people.add(thing)
            case Term():
                self._terms.declare(thing)
            case Item():
                self._terms.store_declared()
                self._take_item(thing)

    def finish(self) -> None:
        self._terms.store_declared()
        self._pages.place_waiting()

    def _take_item(self, item: Item) -> None:
        if reason := posts.why_left(item):
            self._leave(item, reason)
            return
        seen = Tally()
        try:
            self._store(item, seen)
        except (DataError, IntegrityError) as error:
            self._leave(item, f"refused by the database: {str(error).strip().splitlines()[0]}")
        else:
            self._tally.add(seen)

    def _leave(self, item: Item, reason: str) -> None:
        self._tally.leave(posts.row_of(item), reason, item.label)
        for said in item.said:
            self._tally.leave(_row_of(said), "said about something that was left", said.name)

    def _store(self, item: Item, tally: Tally) -> None:
        number = self._known[item.kind].get(item.number)
        if number is None:
            self._store_new(item, tally)
            return
        post = Post.objects.defer("body", "html", "teaser").filter(pk=number).first()
        if post and posts.is_another(item, post):
            self._leave(item, "another post came under that number: is this another blog's export?")
            return
        tally.know(posts.row_of(item))
        if post is None:
            self._pass_over(item, tally)
            return
        if discussion := self._discussion(item, post, tally):
            with transaction.atomic():
                for part in discussion:
                    part.store(post)
        self._follow(item)

    def _store_new(self, item: Item, tally: Tally) -> None:
        author = self._people.by_login(item.author) or self._fallback_author
        if author is None:
            self._leave(item, "without an author: name one with --author")
            return
        post = posts.rendered(item, author, tally)
        categories, tags = self._terms.of_item(item)
        discussion = self._discussion(item, post, tally)
        with transaction.atomic():
            self._pages.store(item, post, categories, tags)
            for part in discussion:
                part.store(post)
        tally.take(posts.row_of(item))
        self._known[item.kind][item.number] = post.pk
        self._follow(item)

    def _follow(self, item: Item) -> None:
        if item.kind == Post.Kind.PAGE:
            self._pages.follow(item)

    def _pass_over(self, item: Item, tally: Tally) -> None:
        """The post was deleted here: what was said about it does not come back either."""
        for said in item.said:
            tally.leave(_row_of(said), "said about something that was deleted here", said.name)

    def _discussion(self, item: Item, post: Post, tally: Tally) -> list[NewComments | NewLinks]:
        """Return what was said about `post` and is not here yet, ready to be stored."""
        remarks, links = [], []
        for said in item.said:
            if not said.number:
                tally.leave(_row_of(said), "without a number to know them by again", said.name)
            elif said.kind in comments_wordpress.KINDS:
                remarks.append(said)
            elif said.kind in trackbacks_wordpress.KINDS:
                links.append(said)
            else:
                tally.leave("comments", f"comments of the type {said.kind[:40]}", said.name)
        who_said = self._people.who_said
        parts = (
            NewComments(self._source, remarks, post, who_said=who_said, tally=tally),
            NewLinks(self._source, links, post, tally=tally),
        )
        return [part for part in parts if part]


def _row_of(said: Said) -> str:
    return f"{said.kind}s" if said.kind in trackbacks_wordpress.KINDS else "comments"
