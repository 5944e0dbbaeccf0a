"""The outbox: which mail goes to whom, what it is about, and how far the worker came with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutgoingMailQuerySet(models.QuerySet):
    def queued(self) -> Self:
        return self.filter(state="queued")

    def free(self, now: datetime) -> Self:
        """Mails that may be tried now: their time has come and no worker has them."""
        is_free = Q(leased_until=None) | Q(leased_until__lt=now)
        return self.queued().filter(is_free, next_try_at__lte=now)

    def delayed(self) -> Self:
        """Mails that were tried, and that no server has taken yet."""
        return self.queued().filter(attempts__gt=0)

    def longest_due_first(self) -> Self:
        return self.order_by("next_try_at", "pk")

    def overdue(self, now: datetime, patience: timedelta) -> Self:
        """Mails that could not be sent for `patience` since their time had first come."""
        return self.queued().filter(due_at__lt=now - patience)

    def sent_to(self, address: str) -> Self:
        """Mails to `address`, however its letters are written; in capitals others would be too."""
        return self.alias(address=Lower("to")).filter(address=address.lower())

    def settled_before(self, moment: datetime) -> Self:
        return self.exclude(state="queued").filter(settled_at__lt=moment)


class OutgoingMail(models.Model):
    """`about` holds ids and never a text: the message is composed when it is sent.

    So nothing is mailed that was withdrawn meanwhile, and nobody's words stay behind here.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not taken")
        DROPPED = "dropped", _("not wanted any more")

    kind = models.CharField(_("kind"), max_length=40)
    to = models.EmailField(_("to"), max_length=254, db_index=True)
    about = models.JSONField(_("about"), default=dict)
    # What must be mailed only once bears the same key; empty where that does not matter.
    once_key = models.CharField(max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    next_try_at = models.DateTimeField(_("next try"), null=True, default=timezone.now)
    # Until when a worker holds this mail: past it, whoever had it is taken for dead.
    leased_until = models.DateTimeField(null=True)
    last_answer = models.CharField(_("last answer"), max_length=300, blank=True)
    # When it was sent, or given up.
    settled_at = models.DateTimeField(_("settled"), null=True)

    objects: ClassVar = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.UniqueConstraint(
                fields=["once_key"], condition=~Q(once_key=""), name="outgoing_mail_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sent", "failed", "dropped"]),
                name="outgoing_mail_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="queued", next_try_at__isnull=False, settled_at=None)
                | (~Q(state="queued") & Q(next_try_at=None, settled_at__isnull=False)),
                name="outgoing_mail_settled_or_due",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state="queued"), name="outgoing_mail_due"
            ),
            models.Index(fields=["-created_at", "-id"], name="outgoing_mail_newest"),
            models.Index(fields=["id"], condition=Q(state="failed"), name="outgoing_mail_failed"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
