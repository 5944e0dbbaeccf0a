"""What the writer of a comment is told of it, and what she can still do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.feedback.models import Status
from comments import appeals, editing
from comments.explanations import explain
from comments.models import Comment


class State(TextChoices):
    HELD = "held", _("Held")
    SHOWN = "shown", _("Shown")
    DECLINED = "declined", _("Not shown")
    WITHDRAWN = "withdrawn", _("Withdrawn")


_STATE_OF = {
    Status.PENDING: State.HELD,
    Status.APPROVED: State.SHOWN,
    Status.SPAM: State.DECLINED,
    Status.REMOVED: State.DECLINED,
}


@dataclass(frozen=True)
class Step:
    """One stage on the way of a comment: `at` where it was passed, None where it is to come."""

    label: str | Promise
    at: datetime | None
    is_current: bool = False


@dataclass(frozen=True)
class Receipt:
    """`edit_minutes` are left to change it, 0 where she cannot any more, as `why_final` says.

    `by_author`: it stands as it does because a person decided so; else it was the blog's rules,
    for these `reasons`, or she herself.
    """

    comment: Comment
    state: State
    by_author: bool
    reasons: Sequence[str | Promise]
    edit_minutes: int
    why_final: str | Promise

    @property
    def may_appeal(self) -> bool:
        return appeals.may_appeal(self.comment)

    @property
    def may_subscribe(self) -> bool:
        return bool(self.comment.email) and self.state in {State.HELD, State.SHOWN}

    @property
    def note(self) -> str:
        """What the author adds for her, where it is about a comment that is not shown."""
        return self.comment.note_to_reader if self.state == State.DECLINED else ""

    @property
    def steps(self) -> list[Step]:
        comment = self.comment
        steps = [Step(_("Received"), comment.created_at)]
        if self.state != State.HELD:
            decided = comment.withdrawn_at or comment.moderated_at or comment.created_at
            return [*steps, Step(self.state.label, decided, is_current=True)]
        held_since = comment.moderated_at or comment.created_at
        return [*steps, Step(self.state.label, held_since, is_current=True), Step(_("Shown"), None)]


def state_of(comment: Comment) -> State:
    return State.WITHDRAWN if comment.withdrawn_at else _STATE_OF[Status(comment.status)]


def make_out(comment: Comment) -> Receipt:
    """Return the receipt of `comment` as it stands now, in two queries at most."""
    state, why_final = state_of(comment), editing.why_final(comment)
    by_author = _is_decided_by_a_person(comment)
    seconds_left = (editing.ends_at(comment) - timezone.now()).total_seconds()
    return Receipt(
        comment=comment,
        state=state,
        by_author=by_author,
        reasons=[] if by_author else _reasons(comment, state),
        edit_minutes=0 if why_final else -int(-seconds_left // 60),
        why_final=why_final,
    )


def add_note(comment_id: int, note: str) -> None:
    """Let the writer of a comment read `note` while it is not shown; "" takes it back."""
    note = note[: Comment._meta.get_field("note_to_reader").max_length]
    Comment.objects.filter(pk=comment_id).update(note_to_reader=note)


def _reasons(comment: Comment, state: State) -> Sequence[str | Promise]:
    """What the rules found, where that still says why `comment` stands as it does."""
    is_asked = state == State.HELD and comment.appealed_at
    if is_asked or state in {State.SHOWN, State.WITHDRAWN}:
        return []
    return explain(comment.reasons)


def _is_decided_by_a_person(comment: Comment) -> bool:
    return any(comment.records.changes().order_by("-pk").values_list("by", flat=True)[:1])
