"""Verified links from other blogs, and the claims that are still to be verified.

The tables of our own links stand in trackbacks.outgoing_links.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.feedback.learning.tokens import Words
from blog.feedback.models import Feedback, Lesson, ModerationRecord
from blog.feedback.submission import Sender, Subject, Submission
from blog.web.places import LONGEST_PLACE
from trackbacks.outgoing_links import LinkScan, OutgoingLink, OwnLink  # noqa: F401
from trackbacks.querysets import ClaimQuerySet, SourceRuleQuerySet, TrackbackQuerySet
from trackbacks.vocabulary import URL_LENGTH, Kind, Protocol


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

    def submission(self, subject: Subject) -> Submission:
        """Title and excerpt are what the link says; where it comes from is its website."""
        return Submission(
            text=f"{self.title} {self.excerpt}",
            author_name=self.author or self.blog_name,
            url=self.source,
            sender=Sender(self.ip, self.user_agent),
            kind="linkback",
            subject=subject,
            **self.evidence,
        )

    def words(self) -> Words:
        name = self.author or self.blog_name
        return Words(f"{self.title} {self.excerpt}", kind="trackback", name=name, url=self.source)


class TrackbackLesson(Lesson):
    item = models.ForeignKey(Trackback, models.CASCADE, related_name="lessons")


class TrackbackRecord(ModerationRecord):
    item = models.ForeignKey(Trackback, models.CASCADE, related_name="records")
    lesson_before = models.ForeignKey(
        TrackbackLesson, models.SET_NULL, null=True, related_name="+", editable=False
    )


Trackback.record_model = TrackbackRecord
Trackback.lesson_model = TrackbackLesson


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
        verbose_name = _("announced link")
        verbose_name_plural = _("announced links")
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
            models.Index(fields=["-received_at", "-id"], name="claim_newest"),
            models.Index(fields=["id"], condition=Q(state="failed"), name="claim_failed"),
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
    # In the one spelling that blog.web.places gives it.
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
