"""Who wants to hear of which comments by mail, and what each is still to be told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.subscriptions.querysets import NoticeQuerySet, SubscriptionQuerySet


class Subscription(models.Model):
    """One address that wants mail of answers to `comment`, or of all comments on its post.

    `comment` is the one with which it was asked for. State changes only through
    comments.subscriptions.services.
    """

    class Scope(models.TextChoices):
        ANSWERS = "answers", _("answers to the comment")
        POST = "post", _("every comment on the post")

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed")
        ACTIVE = "active", _("active")
        STOPPED = "stopped", _("stopped")

    # In lower case: no mail provider in use tells cases apart, and a reader is one address.
    email = models.EmailField(_("e-mail"))
    post = models.ForeignKey(
        "blog.Post", models.CASCADE, related_name="subscriptions", verbose_name=_("post")
    )
    comment = models.ForeignKey(
        "comments.Comment",
        models.CASCADE,
        related_name="subscriptions",
        verbose_name=_("asked for with"),
    )
    scope = models.CharField(_("mail about"), max_length=7, choices=Scope)
    state = models.CharField(
        _("state"), max_length=11, choices=State, default=State.UNCONFIRMED, editable=False
    )
    created_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    # When she was last asked by mail whether she wants it; none: she has not been yet.
    asked_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    stopped_at = models.DateTimeField(_("stopped"), null=True, editable=False)
    # So many mails went out lately that the next one waits until then.
    rests_until = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["email", "comment"],
                condition=Q(scope="answers"),
                name="subscription_answers_unique",
            ),
            models.UniqueConstraint(
                fields=["email", "post"],
                condition=Q(scope="post"),
                name="subscription_post_unique",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=["answers", "post"]), name="subscription_scope_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["unconfirmed", "active", "stopped"]),
                name="subscription_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(confirmed_at__isnull=False),
                name="subscription_active_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_scope_display()}"

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def is_unconfirmed(self) -> bool:
        return self.state == self.State.UNCONFIRMED

    @property
    def is_for_answers(self) -> bool:
        return self.scope == self.Scope.ANSWERS


class Notice(models.Model):
    """One comment that one subscriber is told of; `mailed_at` is set with the mail's own row."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="notices")
    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="notices")
    mailed_at = models.DateTimeField(null=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "comment"], name="notice_once")
        ]
        indexes = [
            models.Index(
                fields=["subscription"],
                condition=Q(mailed_at__isnull=True),
                name="notice_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} → {self.subscription_id}"
