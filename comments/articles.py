"""Comments as a page prints them, each made once as long as nothing in it changes.

Whoever comments has a page made anew on which everything but her own words stays as it was. What
is kept is found by all that it is made of: it cannot be stale.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from blog.addresses import RowAddress
from blog.look import Look
from blog.moments import current_printer
from blog.templatetags.blog import by_jinja
from comments.shown import Shown
from comments.threads import Node

# Together at most some 10 MB, and a tenth of that where comments are as long as they mostly are.
_MOST_KEPT = 1024
_LONGEST_KEPT = 2000

_permalink = RowAddress("comments:permalink")
_reply = RowAddress("comments:reply")
_receipt = RowAddress("comments:own_receipt")


class Style(NamedTuple):
    """What all comments of a page have in common; the look is the current one."""

    may_reply: bool
    has_avatars: bool
    look: Look


class Answered(NamedTuple):
    """What a comment answers, as far as it says so."""

    pk: int
    name: str


def article(node: Node, style: Style) -> str | None:
    """Return the comment of `node` as HTML, if it is shown."""
    comment, above = node.comment, node.answers
    if comment is None:
        return None
    make = _kept if len(comment.html) <= _LONGEST_KEPT else _made
    return make(comment, node.number, above and Answered(above.pk, above.name), style)


def _made(comment: Shown, number: int | None, answers: Answered | None, style: Style) -> str:
    values = {"comment": comment, "number": number, "answers": answers}
    return by_jinja("comments/_article.jinja", **values, **_words(style))


_kept = lru_cache(maxsize=_MOST_KEPT)(_made)


@lru_cache(maxsize=64)
def _words(style: Style) -> dict[str, Any]:
    return {
        "may_reply": style.may_reply,
        "has_avatars": style.has_avatars,
        "printed": current_printer().printed,
        "permalink": _permalink.pattern(),
        "reply_address": _reply.pattern(),
        "receipt_address": _receipt.pattern(),
        "author_label": _("Author"),
        "edited_label": _("Edited by the blog’s author"),  # noqa: RUF001 (an apostrophe)
        "answer_label": _("in answer to %(name)s"),
        "reply_label": _("Reply"),
        "to_label": _("to %(name)s"),
        "own_label": _("Yours? Edit or withdraw it"),
    }
