"""Taking what an export holds of the blog itself, without its discussion."""

import io

import pytest

from blog.services import imports
from blog.wordpress import posts
from blog.wordpress.people import People
from blog.wordpress.reading import Export
from blog.wordpress.records import Author, Item, Term
from blog.wordpress.tally import Tally
from blog.wordpress.terms import Terms


class Taker:
    """Stores the authors, terms, posts and pages of exports, one after the other."""

    def __init__(self):
        self.tally = Tally()

    def __call__(self, text):
        blog, found = Export(io.BytesIO(text.encode())).read()
        people, terms = People(blog.source, self.tally), Terms(blog.source, self.tally)
        known = {kind: imports.rows_of(blog.source, kind) for kind in ("post", "page")}
        pages = posts.Pages(blog.source, known["page"], self.tally)
        for thing in found:
            if isinstance(thing, Author):
                people.add(thing)
            elif isinstance(thing, Term):
                terms.declare(thing)
            elif isinstance(thing, Item):
                terms.store_declared()
                self._take(thing, people, terms, pages, known)
        terms.store_declared()
        pages.place_waiting()
        return people

    def _take(self, item, people, terms, pages, known):
        if item.number not in known[item.kind]:
            post = posts.rendered(item, people.by_login(item.author), self.tally)
            pages.store(item, post, *terms.of_item(item))
            known[item.kind][item.number] = post.pk
        pages.follow(item)

    def told(self):
        """The remarks of all runs so far, without their counts."""
        return set(self.tally.changes)


@pytest.fixture
def take():
    return Taker()
