"""Inventing a post with all that belongs to it; nothing is stored here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from blog.models import Post
from blog.slugs import is_reserved, make_slug, unused_slug
from config.populating.linkbacks import Linkers
from config.populating.people import choose_author
from config.populating.pieces import comment_pieces, post_pieces
from config.populating.prose import Prose
from config.populating.sources import prose_texts, short_comments, spam_words
from config.populating.talk import Said, Talkers
from config.populating.terms import choose_categories, choose_tags
from config.populating.texts import PostText, write_post
from trackbacks.models import Trackback

_EXCERPT_SHARE, _OWN_LINK_SHARE = 0.25, 0.15
_READERS = 20_000
# So old that nobody is told where they lead.
_AGE_OF_PAGES = timedelta(days=3650)
# The how manieth newest posts are kept on top.
_STICKY = {6, 25, 60}


@dataclass(frozen=True)
class Example:
    """A post with exactly so many comments, all of them shown, so many days before the end."""

    comments: int
    days: int

    @property
    def title(self) -> str:
        return f"A post with {self.comments} comments"

    @property
    def slug(self) -> str:
        return make_slug(self.title)


# Older than what the first page of any blog shows: that is the same at each size.
EXAMPLES = (Example(comments=14, days=700), Example(comments=1000, days=800))


@dataclass
class Invented:
    """A post before it is stored; `categories` and `tags` are names.

    `links` lead to other sites, `earlier` is the slug of the post of ours that it leads to."""

    post: Post
    categories: set[str]
    tags: set[str]
    said: list[Said]
    linkbacks: list[Trackback]
    links: list[str]
    earlier: str = ""


class Inventor:
    """Invents the posts of a blog that ends at `until`: from the same seed the same ones.

    The newest posts say the same whatever the number of posts, so that a page of a small blog can
    be compared with the same page of a big one.
    """

    def __init__(self, seed: str, until: datetime, authors: list[Any], taken: set[str]):
        self._seed, self._until, self._authors, self._taken = seed, until, authors, taken
        rng = self.rng("pieces")
        self._prose = Prose(prose_texts())
        self._pieces = post_pieces(self._prose, rng, number=1000)
        said = comment_pieces(self._prose, rng, number=1500, short=short_comments())
        self._talkers = Talkers(said, spam_words(), _READERS)
        self._linkers = Linkers(self._prose)

    def rng(self, *about: object) -> Random:
        return Random(" ".join(map(str, (self._seed, *about))))

    def post(
        self,
        age: int,
        published: datetime,
        *,
        comments: int,
        linkbacks: int,
        earlier: Post | None = None,
    ) -> Invented:
        """Invent the post that `age` newer ones follow, with so many comments and links to it.

        It may link to an `earlier` post.
        """
        rng = self.rng("post", age)
        earlier = earlier if rng.random() < _OWN_LINK_SHARE else None
        address = earlier.get_absolute_url() if earlier else ""
        text = write_post(self._pieces, self._prose, rng, earlier=address)
        excerpt = self._prose.sentence(rng) if rng.random() < _EXCERPT_SHARE else ""
        post = self._post(text, self._prose.title(rng), published, excerpt)
        post.author = choose_author(self._authors, rng)
        post.is_sticky = age in _STICKY
        categories, tags = choose_categories(rng), choose_tags(rng)
        talk = self.rng("talk", age)
        return Invented(
            post,
            categories,
            tags,
            self._talkers.about_post(talk, comments, published, self._until),
            list(self._linkers.to_post(talk, post, linkbacks, self._until)),
            text.links,
            earlier.slug if earlier else "",
        )

    def example(self, example: Example) -> Invented:
        """Invent one of EXAMPLES, the same in blogs of each size."""
        rng = self.rng("example", example.comments)
        published = self._until - timedelta(days=example.days)
        text = write_post(self._pieces, self._prose, rng, words=400)
        post = self._post(text, example.title, published)
        post.author = self._authors[0]
        said = self._talkers.about_post(rng, example.comments, published, self._until, shown=True)
        links = list(self._linkers.to_post(rng, post, 3, self._until))
        return Invented(post, choose_categories(rng), choose_tags(rng), said, links, text.links)

    def page(self, title: str, *, parent: Post | None, menu_order: int) -> Post:
        """Invent a page in the menu, not rendered yet."""
        text = write_post(self._pieces, self._prose, self.rng("page", title))
        return Post(
            kind=Post.Kind.PAGE,
            title=title,
            body=text.body,
            parent=parent,
            author=self._authors[0],
            status=Post.Status.PUBLISHED,
            published_at=self._until - _AGE_OF_PAGES,
            in_menu=True,
            menu_order=menu_order,
        )

    def _post(self, text: PostText, title: str, published: datetime, excerpt: str = "") -> Post:
        """Return the row of `text`, not changed since it was published; counts are to follow."""
        slug = unused_slug(make_slug(title), self._is_taken)
        self._taken.add(slug)
        rendered = text.rendered(slug)
        return Post(
            title=title,
            slug=slug,
            body=text.body,
            html=rendered.html,
            teaser=rendered.teaser,
            excerpt=excerpt,
            summary=excerpt[:300] or rendered.summary,
            status=Post.Status.PUBLISHED,
            published_at=published,
            created_at=published,
            updated_at=published,
        )

    def _is_taken(self, slug: str) -> bool:
        return is_reserved(slug) or slug in self._taken
