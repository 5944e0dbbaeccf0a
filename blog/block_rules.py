"""What the author wants never to see on the blog: terms, sites and networks, written by a service.

Only blog.feedback.blocking writes these tables.
"""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_VALUE = 300


class BlockRule(models.Model):
    """`value` has the one spelling that blog.feedback.blocking gives it; it is compared."""

    class Kind(models.TextChoices):
        TERM = "term", _("words")
        HOST = "host", _("site")
        NETWORK = "network", _("network of the sender")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TERM)
    value = models.CharField(_("what"), max_length=LONGEST_VALUE)
    why = models.CharField(_("why"), max_length=300, blank=True)
    # The name of the list that an import took it from; empty for what a person decided.
    source = models.CharField(_("list"), max_length=100, blank=True, db_index=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
        editable=False,
    )
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("block rule")
        verbose_name_plural = _("block list")
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="block_rule_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=["term", "host", "network"]), name="block_rule_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.value


class BlockListVersion(models.Model):
    """One row whose token changes with the rules: what a process keeps in memory hangs on it.

    A token and not a number: one that was rolled back is never given out again.
    """

    token = models.UUIDField(default=uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="block_list_single_version")]

    def __str__(self) -> str:
        return str(self.token)
