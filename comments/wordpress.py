"""The comments of a WordPress export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from blog.feedback.wordpress import WHY, email, network_address, standing, website, written_at
from blog.models import Post
from blog.services import imports
from blog.text.plain import clean_text
from blog.text.render import render_comment
from blog.wordpress.records import Said
from blog.wordpress.tally import Tally
from blog.wordpress.trees import circular
from comments.earlier import EarlierComment, add_earlier
from comments.models import Comment

KIND = "comment"
KINDS = frozenset({KIND})
_NAME_LENGTH = 100
_WEBSITE_LENGTH = 400


class NewComments:
    """Those of one post that are not here yet, rendered; `store` puts them there."""

    def __init__(
        self,
        source: str,
        said: Sequence[Said],
        post: Post,
        *,
        who_said: Callable[[Said], Any],
        tally: Tally,
    ):
        self._source = source
        numbers = {one.number for one in said} | {one.parent for one in said}
        self._known = imports.rows_of(source, KIND, numbers)
        fresh = {one.number: one for one in said if one.number not in self._known}
        tally.know("comments", len({one.number for one in said} & self._known.keys()))
        tally.take("comments", len(fresh))
        self._above = self._comments_of(post) if fresh else {}
        parents = self._parents(fresh, tally)
        self._comments = [
            replace(
                _earlier(one, post),
                user=who_said(one),
                parent_key=parents.get(one.number),
            )
            for one in fresh.values()
        ]

    def _comments_of(self, post: Post) -> dict[str, int]:
        """Those known that still stand on `post`, which new ones may answer."""
        if not post.pk:
            return {}
        there = Comment.objects.filter(post=post, pk__in=self._known.values())
        present = set(there.values_list("pk", flat=True))
        return {number: pk for number, pk in self._known.items() if pk in present}

    def _parents(self, fresh: dict[str, Said], tally: Tally) -> dict[str, str]:
        """What each answers, as far as it is there."""
        parents = {}
        for one in fresh.values():
            if one.parent in fresh or one.parent in self._above:
                parents[one.number] = one.parent
            elif one.parent:
                tally.remark("comments whose parent is missing: they stand by themselves", one.name)
        for number in circular(parents):
            del parents[number]
            tally.remark("comments in a circle: the first stands by itself", fresh[number].name)
        return parents

    def __bool__(self) -> bool:
        return bool(self._comments)

    def store(self, post: Post) -> None:
        """Add them to `post` and remember them; belongs into the transaction of the post."""
        rows = add_earlier(post, self._comments, known=self._above, why=WHY)
        imports.remember(self._source, KIND, rows)


def _earlier(said: Said, post: Post) -> EarlierComment:
    body = clean_text(said.text)
    return EarlierComment(
        key=said.number,
        name=said.name[:_NAME_LENGTH] or "Anonymous",
        email=email(said.email),
        url=website(said.url, _WEBSITE_LENGTH),
        ip=network_address(said.ip),
        body=body,
        html=render_comment(body, Post.Markup.HTML),
        markup=Post.Markup.HTML,
        created_at=written_at(said, post),
        **standing(said),
    )
