"""The pingbacks and trackbacks of a WordPress export, which it keeps among the comments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from blog.feedback.wordpress import WHY, network_address, standing, website, written_at
from blog.models import Post
from blog.services import imports
from blog.text.plain import crop, text_of_html
from blog.wordpress.records import Said
from blog.wordpress.tally import Tally
from trackbacks.earlier import add_earlier, post_sources
from trackbacks.models import URL_LENGTH, Protocol, Trackback

KIND = "trackback"
KINDS = frozenset(Protocol.values)
# How WordPress stores what a trackback sends: its title above its excerpt.
_TITLE = re.compile(r"\s*<strong>(.*?)</strong>\s*", re.DOTALL)


class NewLinks:
    """Those of one post that are not here yet; `store` puts them there."""

    def __init__(
        self,
        source: str,
        said: Sequence[Said],
        post: Post,
        *,
        tally: Tally,
    ):
        self._source = source
        self._links: dict[str, Trackback] = {}
        known = imports.rows_of(source, KIND, {one.number for one in said})
        fresh = [one for one in said if one.number not in known]
        taken = set(post_sources(post)) if post.pk and fresh else set()
        for one in said:
            if one.number in known:
                tally.know(f"{one.kind}s")
        for one in fresh:
            row = f"{one.kind}s"
            link = _unsaved(one, post)
            if not link.source:
                tally.leave(row, "links without an address that they come from", one.name)
            elif link.source in taken:
                tally.leave(row, "links from a page that links to the post already", one.name)
            else:
                taken.add(link.source)
                tally.take(row)
                self._links[one.number] = link

    def __bool__(self) -> bool:
        return bool(self._links)

    def store(self, post: Post) -> None:
        """Add them to `post` and remember them; belongs into the transaction of the post."""
        stored = add_earlier(post, list(self._links.values()), why=WHY)
        numbers = {link.source: number for number, link in self._links.items()}
        imports.remember(self._source, KIND, {numbers[link.source]: link.pk for link in stored})


def _unsaved(said: Said, post: Post) -> Trackback:
    address = website(said.url, URL_LENGTH)
    title, blog_name, excerpt = _texts(said)
    return Trackback(
        protocol=said.kind,
        source=address,
        source_host=(urlsplit(address).hostname or "")[:255],
        title=crop(title, 300),
        blog_name=crop(blog_name, 200),
        excerpt=crop(text_of_html(excerpt), 300),
        ip=network_address(said.ip),
        created_at=written_at(said, post),
        **standing(said),
    )


def _texts(said: Said) -> tuple[str, str, str]:
    """Title of the page, name of the blog, excerpt."""
    if said.kind != Protocol.TRACKBACK:
        return said.name, "", said.text
    if title := _TITLE.match(said.text):
        return text_of_html(title[1]), said.name, said.text[title.end() :]
    return "", said.name, said.text
