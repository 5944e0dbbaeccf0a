"""What the author decides for the whole site: one row, edited in the admin."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from blog.models import Post


class SiteSettings(models.Model):
    """What the author decides for the whole site: one row, edited in the admin."""

    class CommentPolicy(models.TextChoices):
        HOLD_ALL = "hold_all", _("hold every comment until I approve it")
        HOLD_FIRST = "hold_first", _("hold a reader's first comment, then publish")
        PUBLISH = "publish", _("publish at once")

    class LinkbackPolicy(models.TextChoices):
        HOLD = "hold", _("hold verified links until I approve them")
        PUBLISH_VERIFIED = "publish_verified", _("publish verified links at once")

    class CommentOrder(models.TextChoices):
        OLDEST = "oldest", _("the oldest first")
        NEWEST = "newest", _("the newest first")

    class Notify(models.TextChoices):
        OFF = "off", _("never")
        AT_ONCE = "at_once", _("at once, each by itself; a flood as one mail")
        HOURLY = "hourly", _("at most one mail an hour")
        DAILY = "daily", _("at most one mail a day")

    title = models.CharField(_("title"), max_length=200, default="Rejoinder")
    tagline = models.CharField(
        _("tagline"), max_length=300, blank=True, default="Every reply finds its place"
    )
    posts_per_page = models.PositiveSmallIntegerField(
        _("posts a page"), default=10, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    feed_items = models.PositiveSmallIntegerField(
        _("posts in a feed"), default=20, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    comment_policy = models.CharField(
        _("comments"), max_length=12, choices=CommentPolicy, default=CommentPolicy.HOLD_FIRST
    )
    linkback_policy = models.CharField(
        _("links from other blogs"),
        max_length=20,
        choices=LinkbackPolicy,
        default=LinkbackPolicy.HOLD,
    )
    comments_open = models.BooleanField(_("comments are open"), default=True)
    linkbacks_open = models.BooleanField(_("links from other blogs are taken"), default=True)
    close_after_days = models.PositiveIntegerField(
        _("close discussion after (days)"),
        default=0,
        validators=[MaxValueValidator(36_500)],
        help_text=_("0: never."),
    )
    thread_depth = models.PositiveSmallIntegerField(
        _("levels of replies"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    comment_order = models.CharField(
        _("order of comments"),
        max_length=6,
        choices=CommentOrder,
        default=CommentOrder.OLDEST,
        help_text=_("Readers can turn it round. Answers always stand with the oldest first."),
    )
    max_links = models.PositiveSmallIntegerField(
        _("links allowed in a comment"), default=2, help_text=_("More than these hold the comment.")
    )
    hold_from = models.PositiveSmallIntegerField(
        _("hold from (points)"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("What the spam filter finds adds up; so many points wait for you."),
    )
    spam_from = models.PositiveSmallIntegerField(
        _("spam from (points)"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("So many go to the spam. A known reader is at worst held."),
    )
    show_avatars = models.BooleanField(
        _("pictures of writers"),
        default=True,
        help_text=_("Patterns that are drawn here, one for each writer. Nobody else is asked."),
    )
    forget_networks_after_days = models.PositiveIntegerField(
        _("forget network addresses after (days)"),
        default=30,
        validators=[MaxValueValidator(36_500)],
        help_text=_("And the programs that readers used. 0: never."),
    )
    notify = models.CharField(
        _("mail me what waits"), max_length=8, choices=Notify, default=Notify.AT_ONCE
    )
    notify_address = models.EmailField(
        _("mail it to"),
        blank=True,
        help_text=_("Empty: to everybody who moderates, at the address of the account."),
    )

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="site_settings_single_row"),
            models.CheckConstraint(
                condition=Q(spam_from__gte=models.F("hold_from")),
                name="site_settings_spam_above_hold",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.hold_from and self.spam_from and self.spam_from < self.hold_from:
            raise ValidationError(
                {"spam_from": _("Spam begins where holding begins, or above: write more points.")}
            )

    def takes_comments(self, post: Post) -> bool:
        """May readers comment on `post` now? From the global switch, the post's own and its age."""
        return self.comments_open and post.comments_allowed and self._is_young(post)

    def takes_linkbacks(self, post: Post) -> bool:
        """May other blogs announce links to `post` now?"""
        return self.linkbacks_open and post.linkbacks_allowed and self._is_young(post)

    def closes_at(self, post: Post) -> datetime | None:
        """When the discussion of `post` closes by itself, or did; nothing where it never does."""
        if not self.close_after_days or post.is_page or post.published_at is None:
            return None
        return post.published_at + timedelta(days=self.close_after_days)

    def _is_young(self, post: Post) -> bool:
        closes_at = self.closes_at(post)
        return closes_at is None or timezone.now() < closes_at
