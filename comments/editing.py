"""Changing what a comment says, after it was written: by a moderator, or soon by its writer."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.feedback import moderation
from blog.feedback.admission import Admission
from blog.feedback.models import Status
from blog.feedback.spam import Reason
from blog.feedback.submission import Submission
from blog.limits import Limit
from blog.text.folding import fingerprint
from blog.text.plain import crop
from blog.text.render import render_comment
from comments import services
from comments.admitting import look_again
from comments.models import Comment, CommentRecord
from comments.outside import is_on
from comments.questions import ask_soon

SPAN = timedelta(minutes=15)
LIMITS = (Limit("comment-edit", 20, 10 * 60),)
EDITED = Reason("edited", "Changed by its writer after it was sent.")
_NAMES = {
    "name": gettext_lazy("name"),
    "url": gettext_lazy("website"),
    "body": gettext_lazy("text"),
}
_LATE = gettext_lazy("A comment can be changed for fifteen minutes, and these are over.")
_ANSWERED = gettext_lazy("Somebody has answered your comment, so it stays as it is.")
_DECIDED = gettext_lazy("The comment is not shown any more, so it stays as it is.")


class EditRefused(services.CommentRefused):
    """Its writer can no longer change a comment."""

    def __init__(self, message: str | Promise):
        super().__init__(message)
        self.message = message


def edit(comment: Comment, *, name: str, url: str, body: str, by) -> list[str]:
    """Store what a moderator changed in `comment`; return the names of the fields that differ.

    The text is rendered and made safe anew, readers see that it was edited, and the audit trail
    says who changed what, with the beginning of the old words. `comment` itself is left as it is.
    """
    html = render_comment(body, comment.markup)
    with transaction.atomic():
        stored = _locked(comment)
        old = _store(stored, {"name": name, "url": url, "body": body}, html)
        if old:
            stored.is_edited_by_staff = True
            stored.save(update_fields=["is_edited_by_staff"])
            moderation.record_edit(
                stored, by=by, why=_in_words(old), batch=uuid4(), columns={"before": old}
            )
    return list(old)


def take_back(undone: UUID, *, by, batch: UUID) -> int:
    """Bring back the words that a moderator edited under the batch `undone`; return of how many.

    What was edited again since, or withdrawn, stays. Readers are told of no edit if none is left.
    """
    edits = CommentRecord.objects.filter(batch=undone).standing().edits().exclude(before={})
    return sum(_bring_back(edit, by=by, batch=batch) for edit in edits.select_related("item"))


def edit_own(comment: Comment, submission: Submission, *, is_known: bool) -> list[str]:
    """Store what its writer sends now for `comment`; return the names of the fields that differ.

    The filter looks at it again: a comment on the page is held where the filter would hold it
    now. What waits goes on waiting. Her address stays. Raises EditRefused, and then has stored
    nothing.
    """
    new = {"name": submission.author_name, "url": submission.url, "body": submission.text}
    html = render_comment(submission.text, comment.markup)
    with transaction.atomic():
        stored = _locked(comment)
        # Whoever writes an answer holds the post: this one is seen, or waits.
        services.lock_discussion(stored.post_id)
        if why := why_final(stored):
            raise EditRefused(why)
        old = _store(stored, new, html)
        if old:
            moderation.record_edit(
                stored, by_sender=True, why=_in_words(old), columns={"before": old}
            )
            _settle(stored, look_again(stored, is_known=is_known))
            if stored.is_public and is_on():
                ask_soon(stored)
    return list(old)


def ends_at(comment: Comment) -> datetime:
    """Return until when the writer of `comment` may change it, unless somebody answers."""
    return comment.created_at + SPAN


def why_final(comment: Comment) -> str | Promise:
    """Say why its writer cannot change `comment`; empty while she can."""
    if comment.status not in {Status.PENDING, Status.APPROVED}:
        return _DECIDED
    if timezone.now() >= ends_at(comment):
        return _LATE
    return _ANSWERED if comment.replies.standing().exists() else ""


def _bring_back(edit: CommentRecord, *, by, batch: UUID) -> bool:
    comment = edit.item
    new = {field: getattr(comment, field) for field in _NAMES} | edit.before
    html = render_comment(new["body"], comment.markup)
    with transaction.atomic():
        stored = _locked(comment)
        is_last = CommentRecord.objects.filter(pk=edit.pk).standing().exists()
        if stored.withdrawn_at or not is_last:
            return False
        columns = {"before": _store(stored, new, html), "undoes": edit.batch}
        stored.is_edited_by_staff = _has_other_edits(stored, edit)
        stored.save(update_fields=["is_edited_by_staff"])
        moderation.record_edit(stored, by=by, why=_("Taken back."), batch=batch, columns=columns)
    return True


def _has_other_edits(stored: Comment, edit: CommentRecord) -> bool:
    """Has staff edited `stored` besides in `edit`, and not taken it back?"""
    by_staff = stored.records.edits().exclude(by=None).exclude(before={})
    undone = by_staff.exclude(undoes=None).values("undoes")
    others = by_staff.filter(undoes=None).exclude(pk=edit.pk)
    return others.exclude(batch__in=undone).exists()


def _locked(comment: Comment) -> Comment:
    return Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)


def _store(stored: Comment, new: dict[str, str], html: str) -> dict[str, str]:
    """Write what differs; return the old values of that."""
    old = {field: was for field in new if (was := getattr(stored, field)) != new[field]}
    if old:
        for field, value in new.items():
            setattr(stored, field, value)
        stored.html, stored.edited_at = html, timezone.now()
        stored.fingerprint = fingerprint(stored.body)
        stored.save(update_fields=[*new, "html", "edited_at", "fingerprint"])
    return old


def _settle(stored: Comment, admission: Admission) -> None:
    """Hold what is suspicious now; what waits is never let through, as the author may hold it."""
    rows = Comment.objects.filter(pk=stored.pk)
    asked = [reason for reason in stored.reasons if reason["code"] in {"appeal", "asked"}]
    stays = stored.is_public and admission.status == Status.APPROVED
    rows.update(
        evidence=stored.evidence,
        score=admission.score,
        reasons=[*admission.reasons_json(), *([] if stays else [EDITED.as_json()]), *asked],
    )
    if stays:
        return
    if stored.is_public:
        moderation.hold(rows, why=f"{EDITED.text} {admission.why}")
    elif admission.status == Status.SPAM and not asked:
        moderation.mark_as_spam(rows, why=admission.why)


def _in_words(old: dict[str, str]) -> str:
    parts = [
        _("%(field)s (was “%(value)s”)") % {"field": _NAMES[field], "value": crop(value, 70)}
        for field, value in old.items()
    ]
    return capfirst(f"{', '.join(parts)}.")
