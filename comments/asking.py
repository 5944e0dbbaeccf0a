"""Having Akismet asked about a comment, where there is a key: by a job, never in a request.

A comment that would be shown waits for the answer. Where none comes, the filter here has decided.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from blog.feedback import moderation
from blog.feedback.akismet import BOUNDS, NoAnswer, question, read_answer
from blog.feedback.models import Status
from blog.feedback.rules import rules_in_force
from blog.feedback.submission import Subject
from blog.site import absolute_url
from blog.web import http
from blog.web.exchange import Bounds, FetchError, Request, Response
from comments.admitting import admission
from comments.models import Comment, OutsideQuestion
from comments.outside import RETRIES, is_held_back, is_on

# Longer than an exchange takes.
LEASE = timedelta(seconds=60)

Fetch = Callable[[Request, Bounds], Response]


def ask(comment_id: int, fetch: Fetch = http.fetch) -> None:
    """Ask about the comment, unless that is settled; may be called at any time."""
    now = timezone.now()
    free = OutsideQuestion.objects.free(now).filter(comment=comment_id)
    if not free.update(leased_until=now + LEASE):
        return
    open_question = OutsideQuestion.objects.select_related("comment__post").get(comment=comment_id)
    comment = open_question.comment
    try:
        answer = read_answer(fetch(_request(comment), BOUNDS)) if is_on() else ""
    except (FetchError, NoAnswer):
        if open_question.attempts < len(RETRIES):
            _try_later(open_question)
            return
        answer = ""
    _settle(open_question, answer, comment.edited_at)


def _request(comment: Comment) -> Request:
    return question(
        comment.submission(Subject()),
        key=settings.AKISMET_KEY,
        permalink=absolute_url(comment.post.get_absolute_url()),
        sent_at=comment.created_at,
    )


def _try_later(open_question: OutsideQuestion) -> None:
    OutsideQuestion.objects.filter(pk=open_question.pk).update(
        leased_until=None,
        next_try_at=timezone.now() + RETRIES[open_question.attempts],
        attempts=open_question.attempts + 1,
    )


@transaction.atomic
def _settle(open_question: OutsideQuestion, answer: str, edited_at) -> None:
    """Let the filter decide anew with the answer, where nobody has decided meanwhile."""
    rows = Comment.objects.filter(pk=open_question.comment_id)
    comment = rows.select_for_update(no_key=True).first()
    if comment is not None and comment.edited_at != edited_at:
        # It was about other words.
        OutsideQuestion.objects.filter(pk=open_question.pk).update(leased_until=None)
        return
    OutsideQuestion.objects.filter(pk=open_question.pk).delete()
    if comment is None or not (comment.is_public or is_held_back(comment)) or _is_decided(comment):
        return
    comment.evidence = comment.evidence | {"outside": answer}
    found = admission(comment, rules_in_force())
    rows.update(evidence=comment.evidence, score=found.score, reasons=found.reasons_json())
    _move(rows, comment, found.status, found.why)


def _is_decided(comment: Comment) -> bool:
    """Has a person said what becomes of the words that were asked about?"""
    since = comment.edited_at or comment.created_at
    return comment.records.changes().filter(by__isnull=False, at__gte=since).exists()


def _move(rows, comment: Comment, status: Status, why: str) -> None:
    if status == Status.PENDING and comment.status == Status.PENDING:
        # Now it waits for the author, who was told nothing yet.
        rows.update(mentioned_at=None)
    elif comment.status in {Status.PENDING, Status.APPROVED}:
        moderation.change_status(rows, status, why=why or "Akismet found nothing.")
