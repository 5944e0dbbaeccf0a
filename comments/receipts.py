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
from comments.outside import is_held_back


class State(TextChoices):
    """RECEIVED: it is still being checked, and shown unless something is found."""

    RECEIVED = "received", _("Received")
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
    """One stage on the way of a comment, passed at a time, or to come on a condition."""

    label: str | Promise
    at: datetime | None = None
    condition: str | Promise = ""
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
        return bool(self.comment.email) and self.state in {State.RECEIVED, State.HELD, State.SHOWN}

    @property
    def note(self) -> str:
        """What the author adds for her, where it is about a comment that is not shown."""
        return self.comment.note_to_reader if self.state == State.DECLINED else ""

    @property
    def steps(self) -> list[Step]:
        comment, shown = self.comment, State.SHOWN.label
        since = comment.withdrawn_at or comment.moderated_at or comment.created_at
        now = Step(self.state.label, since, is_current=True)
        if self.state == State.RECEIVED:
            return [now, Step(shown, condition=_("unless something is found"))]
        steps = [Step(State.RECEIVED.label, comment.created_at), now]
        if self.state == State.HELD:
            steps.append(Step(shown, condition=_("if the author approves it")))
        return steps


def state_of(comment: Comment) -> State:
    if comment.withdrawn_at:
        return State.WITHDRAWN
    if comment.status == Status.PENDING and is_held_back(comment) and not comment.appealed_at:
        return State.RECEIVED
    return _STATE_OF[Status(comment.status)]


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
