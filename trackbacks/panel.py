"""The link plan on the page where a text is written: a tick a link, and what was answered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.forms import Media, Script
from django.http import HttpRequest

from blog.models import Post
from blog.row_ids import is_row_id
from trackbacks import jobs, plan
from trackbacks.links import MOST_LINKS
from trackbacks.models import OutgoingLink
from trackbacks.outgoing import MOST_ATTEMPTS, may_tell
from trackbacks.plan import PlannedLink

# Names of fields in the form of the text: rows that were shown with a tick box, and those ticked.
SHOWN, TOLD = "link-plan-shown", "link-plan-told"

State = OutgoingLink.State
_SETTLED = {State.TOLD, State.NOWHERE, State.REFUSED, State.FAILED, State.OLD}


@dataclass(frozen=True)
class LinkLine:
    """A link as the panel shows it."""

    link: PlannedLink
    is_ticked: bool
    may_choose: bool
    may_send: bool


class LinkPlanPanel:
    template = "admin/trackbacks/_link_plan.html"
    outer_template = "admin/trackbacks/_send_again_form.html"
    media = Media(
        css={"all": ["trackbacks/admin/link_plan.css"]},
        js=[cast(str, Script("trackbacks/admin/link_plan.js", type="module"))],
    )

    def content(self, request: HttpRequest, post: Post | None) -> dict[str, Any]:
        names = {"shown_name": SHOWN, "told_name": TOLD, "site_is_live": settings.SITE_LIVE}
        if post is None:
            return names
        found = plan.plan_of(post)
        unticked = set(_rows_in(request, SHOWN)) - set(_rows_in(request, TOLD))
        lines = [_line(link, post, unticked) for link in found.links]
        return names | {
            "post": post,
            "is_dated_back": settings.SITE_LIVE and not post.is_live and not may_tell(post),
            "lines": lines,
            "left_out": found.left_out,
            "most_links": MOST_LINKS,
            "most_attempts": MOST_ATTEMPTS,
            "is_busy": any(_is_being_looked_at(line.link.row) for line in lines),
        }

    def take(self, request: HttpRequest, post: Post) -> None:
        plan.choose(post, shown=_rows_in(request, SHOWN), wanted=_rows_in(request, TOLD))

    def saved(self, post: Post) -> None:
        if plan.note(post):
            jobs.look_at_links.enqueue(post.pk)


def may_send_again(row: OutgoingLink, post: Post) -> bool:
    """May the author have `row` told of once more, or at once?"""
    is_between_tries = row.state == State.WAITING and row.attempts > 0 and row.leased_until is None
    is_due = row.state in _SETTLED or is_between_tries
    return is_due and row.is_present and row.is_wanted and post.is_live and settings.SITE_LIVE


def _line(link: PlannedLink, post: Post, unticked: Collection[int]) -> LinkLine:
    row = link.row
    if row is None:
        return LinkLine(link, is_ticked=True, may_choose=False, may_send=False)
    return LinkLine(
        link,
        is_ticked=row.is_wanted and row.pk not in unticked,
        may_choose=row.is_open,
        may_send=may_send_again(row, post),
    )


def _is_being_looked_at(row: OutgoingLink | None) -> bool:
    return row is not None and row.state == State.PLANNED and not row.found


def _rows_in(request: HttpRequest, name: str) -> list[int]:
    """The rows that a form names: what no row can be named is left out."""
    return [int(value) for value in request.POST.getlist(name)[:MOST_LINKS] if is_row_id(value)]
