"""What a moderator does in the inbox, to one row or to hundreds of both kinds, and takes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.admin.utils import model_ngettext
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from blog.feedback import moderation
from blog.feedback.inbox.kinds import InboxKind
from blog.feedback.inbox.selection import EVERY_STATUS, UNANSWERED
from blog.feedback.models import ModerationRecord, Status
from blog.feedback.moderation import Trail

# So many rows change in one transaction: whoever comments meanwhile never waits for a whole queue.
CHUNK = 500
# What somebody did yesterday is not what she means by taking back the last thing she did.
UNDO_SPAN = timedelta(days=1)

# What changes rows of a kind, and returns how many really changed.
Change = Callable[[InboxKind, QuerySet, Trail], int]


def _to(status: Status) -> Change:
    return lambda _kind, rows, trail: moderation.change_status(rows, status, **trail)


def _restore(_kind: InboxKind, rows: QuerySet, trail: Trail) -> int:
    return moderation.restore(rows, **trail)


def _settle(kind: InboxKind, rows: QuerySet, trail: Trail) -> int:
    return kind.settle(rows, by=trail["by"], batch=trail["batch"])


@dataclass(frozen=True)
class Verb:
    """Something that a moderator does: `done` is how a row stands afterwards."""

    code: str
    label: str | Promise
    done: str | Promise
    # The key that does it to the row at hand.
    key: str
    change: Change


VERBS = {
    verb.code: verb
    for verb in (
        Verb("approve", _lazy("Approve"), _lazy("approved"), "a", _to(Status.APPROVED)),
        Verb("hold", _lazy("Hold"), _lazy("held back"), "h", _to(Status.PENDING)),
        Verb("spam", _lazy("Spam"), _lazy("marked as spam"), "s", _to(Status.SPAM)),
        Verb("remove", _lazy("Remove"), _lazy("removed"), "d", _to(Status.REMOVED)),
        Verb("restore", _lazy("Restore"), _lazy("restored"), "u", _restore),
        Verb("settle", _lazy("No answer needed"), _lazy("put by without an answer"), "n", _settle),
    )
}

_OFFERED: dict[str, tuple[str, ...]] = {
    Status.PENDING: ("approve", "spam", "remove"),
    Status.APPROVED: ("hold", "spam", "remove"),
    Status.SPAM: ("restore", "approve", "remove"),
    Status.REMOVED: ("restore", "approve", "spam"),
    UNANSWERED: ("settle", "hold", "spam", "remove"),
    EVERY_STATUS: ("approve", "hold", "spam", "remove", "restore"),
}


def offered(status: str) -> list[Verb]:
    """Return what makes sense for a row, or a list of rows, of `status`."""
    return [VERBS[code] for code in _OFFERED[status]]


@dataclass(frozen=True)
class Outcome:
    """How many rows of each kind were chosen, and how many really changed."""

    verb: Verb
    chosen: Mapping[InboxKind, int]
    changed: Mapping[InboxKind, int]

    @property
    def level(self) -> int:
        return messages.SUCCESS if sum(self.changed.values()) else messages.WARNING

    def __str__(self) -> str:
        changed = sum(self.changed.values())
        if not changed:
            what = in_words(self.chosen)
            return _("Nothing changed: %(what)s already stood like that.") % {"what": what}
        text = _("%(what)s %(done)s.") % {"what": in_words(self.changed), "done": self.verb.done}
        if left := sum(self.chosen.values()) - changed:
            text += " " + ngettext("%(n)d needed no change.", "%(n)d needed no change.", left) % {
                "n": left
            }
        return text


def in_words(numbers: Mapping[InboxKind, int]) -> str:
    """Say how many rows of each kind: “2 comments and 1 trackback”."""
    said = [f"{n} {model_ngettext(kind.model._meta, n)}" for kind, n in numbers.items() if n]
    return get_text_list(said, _("and"))


def act(
    verb: Verb, chosen: Mapping[InboxKind, Sequence[int]], *, by: Any, why: str = ""
) -> Outcome:
    """Do `verb` to the rows of each kind with these ids, as one thing that can be taken back.

    In several transactions where it is many: what is done when one of them fails stays done and
    can be taken back as well, since the audit trail has the batch beside each change.
    """
    trail = Trail(by=by, why=why, batch=uuid4())
    changed = dict.fromkeys(chosen, 0)
    for kind, pks in chosen.items():
        for start in range(0, len(pks), CHUNK):
            rows = kind.rows.filter(pk__in=pks[start : start + CHUNK])
            changed[kind] += verb.change(kind, rows, trail)
    return Outcome(verb, {kind: len(pks) for kind, pks in chosen.items()}, changed)


def changed_since(moment: datetime, kind: InboxKind, pks: Sequence[int]) -> set[int]:
    """Return which of these rows say something else than at `moment`."""
    parts = (pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK))
    return {
        pk
        for part in parts
        for pk in kind.rows.filter(pk__in=part).changed_since(moment).values_list("pk", flat=True)
    }


@dataclass(frozen=True)
class Done:
    """What somebody did at once, as far as it stands; `how` is empty where rows differ in it."""

    batch: UUID
    at: datetime
    changed: Mapping[InboxKind, int]
    how: str | Promise

    def __str__(self) -> str:
        what = in_words(self.changed)
        return _("%(what)s: %(how)s") % {"what": what, "how": self.how} if self.how else what


def last_done(user: Any, kinds: Iterable[InboxKind]) -> Done | None:
    """Return what `user` did last and can still take back, in two queries a kind at most."""
    since = timezone.now() - UNDO_SPAN
    standing = {
        kind: kind.model.record_model.objects.filter(by=user, at__gte=since).standing()
        for kind in kinds
    }
    newest = [records.order_by("-pk").first() for records in standing.values()]
    last = max((record for record in newest if record), key=lambda record: record.at, default=None)
    if last is None:
        return None
    of_batch = {kind: records.filter(batch=last.batch) for kind, records in standing.items()}
    ways = {kind: records.ways() for kind, records in of_batch.items()}
    changed = {kind: sum(numbers.values()) for kind, numbers in ways.items()}
    led_to = {new for numbers in ways.values() for _old, new in numbers}
    return Done(last.batch, last.at, changed, _how(last) if len(led_to) == 1 else "")


def _how(record: ModerationRecord) -> str | Promise:
    """Name what became of a row."""
    if record.is_note:
        return VERBS["settle"].done
    return _("edited") if record.is_edit else Status(record.new_status).label


def undo(batch: UUID, kinds: Iterable[InboxKind], *, by: Any) -> dict[InboxKind, int]:
    """Take back what was done under `batch` to rows of `kinds`; return how many changed."""
    as_batch = uuid4()
    return {kind: kind.undo(batch, by=by, batch=as_batch) for kind in kinds}
