"""Tables of the blog: posts and pages.

Categories and tags stand in blog.terms, what the author set for the site in blog.site_settings,
what is blocked in blog.block_rules, tables that no page shows in blog.bookkeeping; all of them are
to be had from here.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.addresses import address, dated_address
from blog.block_rules import BlockListVersion, BlockRule  # noqa: F401
from blog.bookkeeping import ImportedItem, LearntToken, LimitWindow, Redirect  # noqa: F401
from blog.listing.models import ListedPost, PostMonth  # noqa: F401
from blog.mail.models import OutgoingMail  # noqa: F401
from blog.page_cache.models import CacheTag  # noqa: F401
from blog.querysets import PostQuerySet
from blog.site_settings import SiteSettings  # noqa: F401
from blog.slugs import MAX_LENGTH, MAX_PATH, validate_slug
from blog.terms import Category, Tag, nested_categories, nested_tags


class Post(models.Model):
    """A post, or a page: one table, so that either can be commented on and linked to.

    `html` and `teaser` are derived from `body` by blog.services.save_post and are already safe.
    """

    class Kind(models.TextChoices):
        POST = "post", _("post")
        PAGE = "page", _("page")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        PRIVATE = "private", _("private")

    class Markup(models.TextChoices):
        MARKDOWN = "markdown", _("Markdown")
        HTML = "html", _("HTML")

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.POST, editable=False)
    title = models.CharField(_("title"), max_length=300)
    slug = models.CharField(
        _("slug"),
        max_length=MAX_LENGTH,
        blank=True,
        validators=[validate_slug],
        help_text=_("The last part of the address. Made from the title when left empty."),
    )
    path = models.CharField(max_length=MAX_PATH, blank=True, editable=False)
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    body = models.TextField(_("text"), blank=True)
    markup = models.CharField(_("markup"), max_length=8, choices=Markup, default=Markup.MARKDOWN)
    html = models.TextField(blank=True, editable=False)
    teaser = models.TextField(blank=True, editable=False)
    excerpt = models.TextField(
        _("excerpt"),
        blank=True,
        help_text=_("A short plain summary for lists, feeds and search engines. Optional."),
    )
    summary = models.CharField(max_length=320, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="posts",
        verbose_name=_("author"),
    )
    categories = models.ManyToManyField(
        Category, blank=True, related_name="posts", verbose_name=_("categories")
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="posts", verbose_name=_("tags"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(
        _("publication date"),
        null=True,
        blank=True,
        help_text=_("In the future: the post appears by itself at that time."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    is_sticky = models.BooleanField(_("keep on top"), default=False)
    comments_allowed = models.BooleanField(_("comments are welcome"), default=True)
    linkbacks_allowed = models.BooleanField(_("links from other blogs are welcome"), default=True)
    in_menu = models.BooleanField(_("in the menu"), default=False)
    menu_order = models.SmallIntegerField(_("order in the menu"), default=0)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    trackback_count = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        # Pages too. Without it, whoever may change posts may change her own.
        permissions = [("change_others_posts", _("Can change and delete posts of others"))]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(kind="post") & ~Q(slug=""), name="post_slug_unique"
            ),
            models.UniqueConstraint(
                fields=["path"], condition=Q(kind="page") & ~Q(path=""), name="page_path_unique"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False),
                name="post_visible_has_date",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | ~Q(slug=""), name="post_visible_has_slug"
            ),
            models.CheckConstraint(condition=Q(kind__in=["post", "page"]), name="post_kind_known"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "private"]), name="post_status_known"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "status", "-published_at", "-id"], name="post_listed"),
            models.Index(
                fields=["kind", "status", "-is_sticky", "-published_at", "-id"], name="post_home"
            ),
            models.Index(
                fields=["author", "-published_at"],
                condition=Q(kind="post", status="published"),
                name="post_by_author",
            ),
        ]

    def __str__(self) -> str:
        """Return what the post is called where it is linked to; an empty link leads nobody."""
        return self.title or gettext("(no title)")

    def get_absolute_url(self) -> str:
        if self.is_page and self.path:
            return address("blog:page", self.path)
        if self.is_page or not self.slug or self.published_at is None:
            return self.get_preview_url()
        return dated_address("blog:post", self.published_at, self.slug)

    def get_preview_url(self) -> str:
        """The address where staff see the post whatever its status."""
        return address("blog:preview", self.pk)

    @cached_property
    def shown_categories(self) -> list[Category]:
        """What it is filed under, in order: without a query where it was read `for_display`."""
        rows = self.term_rows
        return nested_categories(rows[0]) if rows else list(self.categories.all())

    @cached_property
    def shown_tags(self) -> list[Tag]:
        """Its tags, in order: without a query where it was read `for_display`."""
        rows = self.term_rows
        return nested_tags(rows[1]) if rows else list(self.tags.all())

    @property
    def term_rows(self) -> tuple[str | None, str | None] | None:
        """Its categories and its tags as they came with it where it was read `for_display`."""
        held = self.__dict__
        return (held["category_rows"], held["tag_rows"]) if "tag_rows" in held else None

    @property
    def changed_at(self) -> datetime | None:
        """When readers saw it change last: no earlier than it was published."""
        return self.published_at and max(self.published_at, self.updated_at)

    @property
    def is_page(self) -> bool:
        return self.kind == self.Kind.PAGE

    @property
    def is_live(self) -> bool:
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )

    @property
    def is_scheduled(self) -> bool:
        return self.status == self.Status.PUBLISHED and not self.is_live


class PageManager(models.Manager.from_queryset(PostQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> PostQuerySet:
        return super().get_queryset().pages()


class Page(Post):
    """A post of kind page, seen alone: it stands outside lists, feeds and archives."""

    objects: ClassVar = PageManager()

    class Meta:
        proxy = True
        verbose_name = _("page")
        verbose_name_plural = _("pages")
