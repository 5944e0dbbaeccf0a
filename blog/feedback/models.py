"""Abstract: a row that says something about a post, and the record of who moderated it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.feedback.learning.tokens import Words
from blog.feedback.querysets import FeedbackQuerySet, RecordQuerySet
from blog.feedback.submission import Subject, Submission


class Status(models.TextChoices):
    PENDING = "pending", _("pending")
    APPROVED = "approved", _("approved")
    SPAM = "spam", _("spam")
    REMOVED = "removed", _("removed")


class Feedback(models.Model):
    """Status changes only through blog.feedback.moderation; `reasons` hold {code, text, weight}."""

    # Name of the Post column that caches how many approved rows of this kind there are.
    post_counter: ClassVar[str]
    # The concrete child of ModerationRecord, whose `item` is this kind of row. Any, since the
    # abstract parent cannot know that column.
    record_model: ClassVar[Any]
    # The concrete child of Lesson, likewise.
    lesson_model: ClassVar[Any]

    post = models.ForeignKey(
        "blog.Post", models.CASCADE, related_name="%(class)ss", verbose_name=_("post")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PENDING, editable=False
    )
    # The sum of what the reasons weigh, as it was when the row was last judged.
    score = models.SmallIntegerField(_("score"), default=0, editable=False)
    reasons = models.JSONField(_("reasons"), default=list, blank=True, editable=False)
    # What could be known only when the row came, for whoever judges it again.
    evidence = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    moderated_at = models.DateTimeField(null=True, editable=False)
    # When mail to the author was written that told of it; nothing while none has.
    mentioned_at = models.DateTimeField(null=True, editable=False)
    ip = models.GenericIPAddressField(_("network address"), null=True, blank=True, editable=False)
    user_agent = models.CharField(_("program"), max_length=300, blank=True, editable=False)

    objects: ClassVar = FeedbackQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["pending", "approved", "spam", "removed"]),
                name="%(class)s_status_known",
            )
        ]
        indexes = [
            models.Index(fields=["status", "-created_at", "-id"], name="%(class)s_queue"),
            models.Index(fields=["-created_at", "-id"], name="%(class)s_received"),
            models.Index(fields=["post", "status"], name="%(class)s_counted"),
            models.Index(
                fields=["-created_at", "-id"],
                condition=Q(status="pending", mentioned_at=None),
                name="%(class)s_unmentioned",
            ),
        ]

    def submission(self, subject: Subject) -> Submission:
        """Return what was sent, and what was known then, as the spam filter judges it."""
        raise NotImplementedError

    @property
    def is_public(self) -> bool:
        return self.status == Status.APPROVED

    @property
    def is_open_to_change(self) -> bool:
        """Can moderation still change the status? As FeedbackQuerySet.open_to_change selects."""
        return True

    def words(self) -> Words:
        """Return what the row says, as the classifier reads it."""
        raise NotImplementedError


class ModerationRecord(models.Model):
    """The audit trail: a row for each change, never altered; an edit keeps the status.

    Its children name the row as `item`, and as `lesson_before` what the classifier had learnt of
    it until then, for whoever undoes the change.
    """

    old_status = models.CharField(max_length=10, choices=Status, blank=True)
    new_status = models.CharField(max_length=10, choices=Status)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Nobody: the blog itself, by its rules.",
    )
    by_sender = models.BooleanField(
        default=False, help_text="Whoever sent the row did it, on a private page."
    )
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    # What a person did at once, to however many rows of whatever kind; and what it took back.
    batch = models.UUIDField(null=True, editable=False)
    undoes = models.UUIDField(null=True, editable=False)

    objects: ClassVar = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["batch"], condition=Q(batch__isnull=False), name="%(class)s_batch"
            ),
            models.Index(
                fields=["by", "-id"], condition=Q(batch__isnull=False), name="%(class)s_by"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_status or '—'} → {self.new_status}"

    @property
    def is_edit(self) -> bool:
        return self.old_status == self.new_status

    @property
    def is_note(self) -> bool:
        """Was nothing changed but what a moderator has to do with the row?"""
        return self.is_edit and self.batch is not None


class Lesson(models.Model):
    """What the classifier learnt of a row when a person decided on it.

    `tokens` holds the very numbers that were counted: the words may have changed since. One lesson
    of a row counts at most; those from before stay, for whoever undoes a change.
    """

    is_spam = models.BooleanField()
    tokens = models.BinaryField()
    is_counted = models.BooleanField(default=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(is_counted=True), name="%(class)s_counted_once"
            )
        ]

    def __str__(self) -> str:
        return "spam" if self.is_spam else "ham"
