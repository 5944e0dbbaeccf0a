"""Verified links from other blogs, and the claims that are still to be verified."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.feedback.models import Feedback, ModerationRecord
from trackbacks.places import LONGEST_PLACE
from trackbacks.querysets import (
    ClaimQuerySet,
    OutgoingLinkQuerySet,
    OwnLinkQuerySet,
    SourceRuleQuerySet,
    TrackbackQuerySet,
)

URL_LENGTH = 2000


class Protocol(models.TextChoices):
    TRACKBACK = "trackback", _("trackback")
    PINGBACK = "pingback", _("pingback")
    WEBMENTION = "webmention", _("webmention")


class Kind(models.TextChoices):
    """What the page says by its link; all but a mention it says in microformats."""

    MENTION = "mention", _("mention")
    REPLY = "reply", _("reply")
    LIKE = "like", _("like")
    REPOST = "repost", _("repost")
    BOOKMARK = "bookmark", _("bookmark")


class Trackback(Feedback):
    """A page elsewhere that was seen to link to a post. All its texts are plain, never HTML."""

    post_counter = "trackback_count"

    protocol = models.CharField(_("protocol"), max_length=10, choices=Protocol)
    source = models.URLField(_("page"), max_length=URL_LENGTH)
    source_host = models.CharField(max_length=255, db_index=True, editable=False)
    title = models.CharField(_("title"), max_length=300, blank=True)
    blog_name = models.CharField(_("blog"), max_length=200, blank=True)
    excerpt = models.CharField(_("excerpt"), max_length=1000, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MENTION)
    author = models.CharField(_("author"), max_length=200, blank=True)
    author_url = models.URLField(_("author's page"), max_length=URL_LENGTH, blank=True)
    # When the page itself says that it was written.
    written_at = models.DateTimeField(_("written"), null=True, editable=False)
    # Null only for links that an import brought along and that nobody has checked here.
    verified_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = TrackbackQuerySet.as_manager()

    class Meta(Feedback.Meta):
        verbose_name = _("trackback")
        verbose_name_plural = _("trackbacks")
        constraints = [
            *Feedback.Meta.constraints,
            models.UniqueConstraint(fields=["post", "source"], name="trackback_source_unique"),
            models.CheckConstraint(
                condition=Q(protocol__in=["trackback", "pingback", "webmention"]),
                name="trackback_protocol_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["mention", "reply", "like", "repost", "bookmark"]),
                name="trackback_kind_known",
            ),
        ]
        indexes = [
            *Feedback.Meta.indexes,
            models.Index(
                fields=["post", "created_at", "id"],
                condition=Q(status="approved"),
                name="trackback_shown",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.source

    def get_absolute_url(self) -> str:
        return f"{self.post.get_absolute_url()}#trackback-{self.pk}"


class TrackbackRecord(ModerationRecord):
    item = models.ForeignKey(Trackback, models.CASCADE, related_name="records")


Trackback.record_model = TrackbackRecord


class Claim(models.Model):
    """Somebody's word that `source` links to `post`: work for the jobs worker, never shown."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be checked")
        VERIFIED = "verified", _("verified")
        REFUSED = "refused", _("does not link here")
        FAILED = "failed", _("could not be checked")
        GONE = "gone", _("gone since")

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="claims")
    source = models.URLField(_("page"), max_length=URL_LENGTH)
    source_host = models.CharField(max_length=255, default="")
    # The address as it was claimed, fragment and all.
    target = models.CharField(max_length=URL_LENGTH, blank=True)
    protocol = models.CharField(_("protocol"), max_length=10, choices=Protocol)
    title = models.CharField(max_length=300, blank=True)
    blog_name = models.CharField(max_length=200, blank=True)
    excerpt = models.CharField(max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, default=timezone.now)
    # Until when a worker holds this claim: past it, whoever had it is taken for dead.
    leased_until = models.DateTimeField(null=True)
    # When the last visit began, whatever came of it: there is one a day at most.
    visited_at = models.DateTimeField(_("visited"), null=True)
    # While a worker looked at the page, its sender said that it had changed.
    is_sent_again = models.BooleanField(default=False)
    last_answer = models.CharField(_("last answer"), max_length=300, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    checked_at = models.DateTimeField(_("checked"), null=True)
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)

    objects: ClassVar = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.UniqueConstraint(fields=["post", "source"], name="claim_source_unique"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "verified", "refused", "failed", "gone"]),
                name="claim_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="queued"), name="claim_due"),
            models.Index(
                fields=["source_host"],
                condition=Q(state="queued", visited_at=None),
                name="claim_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class SourceRule(models.Model):
    """From where the author of this blog wants links at once, or none at all."""

    class Effect(models.TextChoices):
        TRUST = "trust", _("trusted: links are shown at once")
        BLOCK = "block", _("blocked: no links are taken")

    class Kind(models.TextChoices):
        HOST = "host", _("site")
        PREFIX = "prefix", _("addresses that begin with")
        NETWORK = "network", _("network of the sender")

    effect = models.CharField(_("what happens"), max_length=10, choices=Effect)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.HOST)
    # In the one spelling that trackbacks.places gives it.
    value = models.CharField(_("where"), max_length=LONGEST_PLACE)
    note = models.CharField(_("note"), max_length=200, blank=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects: ClassVar = SourceRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule for links")
        verbose_name_plural = _("rules for links")
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="source_rule_unique"),
            models.CheckConstraint(
                condition=Q(effect="block", kind__in=["host", "prefix", "network"])
                # Anybody can send in the name of any page: a sender proves nothing.
                | Q(effect="trust", kind__in=["host", "prefix"]),
                name="source_rule_known",
            ),
        ]

    def __str__(self) -> str:
        return self.value


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

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="outgoing_links")
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
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.target}"

    @property
    def is_open(self) -> bool:
        """May the author still say whether it is to be told? See OutgoingLinkQuerySet.open."""
        if self.state == self.State.WAITING:
            return self.told_at is None and self.leased_until is None
        return self.state in {self.State.PLANNED, self.State.UNWANTED, self.State.REMOVED}
