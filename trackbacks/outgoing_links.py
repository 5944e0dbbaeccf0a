"""Tables of the links in our own posts: where they lead, and what was told there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trackbacks.querysets import OutgoingLinkQuerySet, OwnLinkQuerySet
from trackbacks.vocabulary import URL_LENGTH, Protocol


class LinkScan(models.Model):
    """When the links in the text of a post were last written down as OutgoingLink rows."""

    post = models.OneToOneField("blog.Post", models.CASCADE, related_name="link_scan")
    # As the post said then: a later change has not been seen yet.
    seen_at = models.DateTimeField()
    was_live = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.post_id}: {self.seen_at}"


class OwnLink(models.Model):
    """A link from one post of this blog to another: no trackback, and nothing to moderate."""

    source = models.ForeignKey("blog.Post", models.CASCADE, related_name="own_links")
    target = models.ForeignKey("blog.Post", models.CASCADE, related_name="linked_from")

    objects: ClassVar = OwnLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="own_link_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class OutgoingLink(models.Model):
    """A page elsewhere that a post links to, or did, and what was told to it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be told")
        TOLD = "told", _("told")
        NOWHERE = "nowhere", _("takes no links")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("could not be told")
        OLD = "old", _("not told: older, or not live then")
        REMOVED = "removed", _("no longer linked")
        PLANNED = "planned", _("planned")
        UNWANTED = "unwanted", _("not to be told")

    class Found(models.TextChoices):
        """What a look at the page found, before anybody was told."""

        WEBMENTION = "webmention", _("webmention")
        PINGBACK = "pingback", _("pingback")
        TRACKBACK = "trackback", _("trackback")
        NOTHING = "nothing", _("takes no links")
        UNREACHABLE = "unreachable", _("could not be reached")

    # Null once the post is deleted: those who were told of the link are told that it is gone.
    post = models.ForeignKey("blog.Post", models.SET_NULL, null=True, related_name="outgoing_links")
    # The address of the post that was told, which may have changed since.
    source = models.URLField(max_length=URL_LENGTH, blank=True)
    target = models.URLField(_("page"), max_length=URL_LENGTH)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    # Does the post, as readers see it now, still link there?
    is_present = models.BooleanField(_("linked"), default=True)
    # Does the author want it to be told? She may say no before it is.
    is_wanted = models.BooleanField(_("wanted"), default=True)
    # Empty until somebody has looked.
    found = models.CharField(_("takes"), max_length=11, choices=Found, blank=True)
    protocol = models.CharField(_("protocol"), max_length=10, choices=Protocol, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # When it is to be told, or while it is planned to be looked at.
    next_try_at = models.DateTimeField(_("next try"), null=True, default=timezone.now)
    # Until when a worker holds this row: past it, whoever had it is taken for dead.
    leased_until = models.DateTimeField(null=True)
    last_answer = models.CharField(_("last answer"), max_length=300, blank=True)
    # Where the other side tells what became of it.
    status_page = models.URLField(max_length=URL_LENGTH, blank=True)
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    looked_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(_("told"), null=True)

    objects: ClassVar = OutgoingLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing link")
        verbose_name_plural = _("outgoing links")
        constraints = [
            models.UniqueConstraint(fields=["post", "target"], name="outgoing_link_unique"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "waiting", "told", "nowhere", "refused", "failed", "old", "removed",
                        "planned", "unwanted",
                    ]
                ),
                name="outgoing_link_state_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    found__in=[
                        "", "webmention", "pingback", "trackback", "nothing", "unreachable",
                    ]
                ),
                name="outgoing_link_found_known",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["state", "next_try_at"],
                condition=Q(state__in=["waiting", "planned"]),
                name="outgoing_link_due",
            ),
            models.Index(fields=["-found_at", "-id"], name="outgoing_link_newest"),
            models.Index(fields=["id"], condition=Q(state="failed"), name="outgoing_link_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.target}"

    @property
    def is_open(self) -> bool:
        """May the author still say whether it is to be told? See OutgoingLinkQuerySet.open."""
        if self.state == self.State.WAITING:
            return self.told_at is None and self.leased_until is None
        return self.state in {self.State.PLANNED, self.State.UNWANTED, self.State.REMOVED}
