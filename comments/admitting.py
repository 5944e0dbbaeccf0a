"""What becomes of a reader's comment: for a new one, a changed one, and what-if alike."""

from __future__ import annotations

from datetime import timedelta

from blog.feedback.admission import Admission, admit_comment
from blog.feedback.gathering import evidence, subject_of
from blog.feedback.rules import Rules, rules_in_force
from blog.feedback.spam import judge
from blog.feedback.submission import Subject, Submission
from blog.text.folding import fingerprint
from comments.models import Comment

REPEAT_SPAN = timedelta(days=7)


def admission(comment: Comment, rules: Rules, subject: Subject | None = None) -> Admission:
    """Return what becomes of `comment` by `rules`, from what it says and its evidence alone."""
    submission = comment.submission(subject or subject_of_comment(comment))
    verdict = judge(submission, rules.bounds)
    return admit_comment(rules.site.comment_policy, verdict, is_known=submission.is_known)


def subject_of_comment(comment: Comment) -> Subject:
    """Return what `comment` is about: the post, and the comment that it answers."""
    return subject_of(comment.post, comment.created_at, answered_by(comment))


def answered_by(comment: Comment) -> str:
    """Return the words that `comment` answers; those of the post are known anyway."""
    return comment.parent.body if comment.parent else ""


def admit_new(comment: Comment, sent: Submission, *, is_known: bool) -> Admission:
    """Return what becomes of a comment that is not stored yet, and give it its evidence."""
    comment.fingerprint = fingerprint(comment.body)
    repeats = _repeats_of(comment)
    comment.evidence = evidence(sent, comment, is_known=is_known, repeats=repeats)
    return admission(comment, rules_in_force())


def look_again(comment: Comment, *, is_known: bool) -> Admission:
    """Return what becomes of `comment` now that it says something else, and renew its evidence.

    What its sender did in the first form stands. Nothing is stored.
    """
    sent = comment.submission(Subject())
    return admit_new(comment, sent, is_known=is_known)


def _repeats_of(comment: Comment) -> int:
    if comment.fingerprint is None:
        return 0
    return Comment.objects.exclude(pk=comment.pk).repeating(comment.fingerprint, REPEAT_SPAN)
