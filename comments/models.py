"""The table of comments: a tree kept as a parent and a path of zero-padded ids.

Who wants mail of them stands in comments.subscriptions.models; to be had from here too.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from blog.addresses import RowAddress
from blog.feedback.learning.tokens import Words
from blog.feedback.models import Feedback, Lesson, ModerationRecord
from blog.feedback.submission import Sender, Subject, Submission
from blog.models import Post
from comments.outside import OutsideQuestion  # noqa: F401
from comments.querysets import CommentQuerySet
from comments.subscriptions.models import Notice, Subscription  # noqa: F401
from comments.threads import MAX_DEPTH, PATH_STEP

_permalink = RowAddress("comments:permalink")


class Comment(Feedback):
    """`body` is what was typed, `html` what was made of it and is already safe.

    `parent` is the comment that was answered; `path` is where it stands, which differs once a
    reply to the last level joins that level. `depth` is 1 for a comment on the post itself.
    """

    class Announcement(models.TextChoices):
        """Whether subscribers are told. Comments from before or from elsewhere never reach them."""

        NEVER = "", _("never")
        DUE = "due", _("as soon as it is shown")
        DONE = "done", _("done")

    post_counter = "comment_count"

    # Restricted, not protected: a post is deleted with its whole discussion.
    parent = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="replies", editable=False
    )
    path = models.CharField(max_length=PATH_STEP * MAX_DEPTH, default="", editable=False)
    depth = models.PositiveSmallIntegerField(default=1, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        editable=False,
    )
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    url = models.URLField(_("website"), max_length=400, blank=True)
    body = models.TextField(_("text"))
    # Readers write Markdown; comments that were brought from elsewhere may be HTML.
    markup = models.CharField(
        max_length=8, choices=Post.Markup, default=Post.Markup.MARKDOWN, editable=False
    )
    html = models.TextField(editable=False, blank=True)
    # Of the letters of `body`: the same words elsewhere are found by it.
    fingerprint = models.BigIntegerField(null=True, db_index=True, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    # The first comment that came from the same browser, as its signed cookie told. Null for that
    # one itself, and once networks are forgotten.
    browser = models.PositiveBigIntegerField(null=True, editable=False)
    # For good, once anybody but its writer has changed it: readers are told.
    is_edited_by_staff = models.BooleanField(default=False, editable=False)
    # The batch in which somebody said that it needs no answer.
    settled_under = models.UUIDField(null=True, editable=False)
    # What the author adds for the reader alone, who sees it on her receipt.
    note_to_reader = models.CharField(
        _("a word to the reader"), max_length=300, blank=True, editable=False
    )
    # Once a comment: when its writer asked the author to look at it again.
    appealed_at = models.DateTimeField(null=True, editable=False)
    # Her own decision, which nobody can take back.
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    announcement = models.CharField(
        max_length=4, choices=Announcement, default=Announcement.NEVER, blank=True, editable=False
    )

    objects: ClassVar = CommentQuerySet.as_manager()

    class Meta(Feedback.Meta):
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            *Feedback.Meta.constraints,
            models.CheckConstraint(
                condition=Q(depth__gte=1) & Q(depth__lte=MAX_DEPTH), name="comment_depth_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(status="removed"),
                name="comment_withdrawn_is_removed",
            ),
        ]
        indexes = [
            *Feedback.Meta.indexes,
            # The status is a column of it, not its condition: where each thread begins is then read
            # of the index alone.
            models.Index(fields=["post", "status", "path"], name="comment_thread"),
            models.Index(
                fields=["post", "-created_at", "-id"],
                condition=Q(status="approved"),
                name="comment_feed",
            ),
            models.Index(
                fields=["settled_under"],
                condition=Q(settled_under__isnull=False),
                name="comment_settled",
            ),
            models.Index(fields=["email", "status"], name="comment_sender"),
            models.Index(Lower("email"), name="comment_address"),
            models.Index(
                fields=["browser"], condition=Q(browser__isnull=False), name="comment_browser"
            ),
            models.Index(
                fields=["announcement", "status", "id"],
                condition=Q(announcement="due"),
                name="comment_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {Truncator(self.body).chars(60)}"

    def get_absolute_url(self) -> str:
        """The permalink: it leads to the page of the thread that the comment stands on."""
        return _permalink(self.pk)

    def submission(self, subject: Subject) -> Submission:
        return Submission(
            text=self.body,
            author_name=self.name,
            email=self.email,
            url=self.url,
            sender=Sender(self.ip, self.user_agent),
            kind="comment",
            subject=subject,
            **self.evidence,
        )

    def words(self) -> Words:
        return Words(self.body, kind="comment", name=self.name, url=self.url)

    @property
    def is_open_to_change(self) -> bool:
        return self.withdrawn_at is None

    @property
    def root(self) -> str:
        """The first step of the path: what all comments of a thread share."""
        return self.path[:PATH_STEP]

    @property
    def ancestor_ids(self) -> list[int]:
        """The ids of what it stands under, the outermost first."""
        ends = range(PATH_STEP, len(self.path), PATH_STEP)
        return [int(self.path[end - PATH_STEP : end]) for end in ends]


class CommentLesson(Lesson):
    item = models.ForeignKey(Comment, models.CASCADE, related_name="lessons")


class CommentRecord(ModerationRecord):
    item = models.ForeignKey(Comment, models.CASCADE, related_name="records")
    lesson_before = models.ForeignKey(
        CommentLesson, models.SET_NULL, null=True, related_name="+", editable=False
    )
    # What an edit replaced, whole: column -> old value.
    before = models.JSONField(default=dict, blank=True, editable=False)

    @property
    def is_note(self) -> bool:
        return super().is_note and not self.before


Comment.record_model = CommentRecord
Comment.lesson_model = CommentLesson
