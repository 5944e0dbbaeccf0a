"""Feeds of what is said about posts, of any kind: on the whole site, on a post, on a page."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse

from blog.current import site_settings
from blog.feed_formats import FORMATS
from blog.feedback.querysets import FeedbackQuerySet
from blog.feeds import SiteFeed
from blog.models import Post
from blog.site import absolute_url

ITEMS = 30


def feed_paths(above: str, name: str, feed: type[FeedbackFeed]) -> list[URLPattern]:
    """Return the addresses of `feed` in every format, below `above`."""
    return [
        path(f"{above}{form.last_part}", feed(form), name=f"{name}_{form.name}") for form in FORMATS
    ]


class FeedbackFeed(SiteFeed):
    """The newest of one kind on the site: what is shown, of posts that everyone may read.

    A child says what its `title` and its items are made of.
    """

    def newest(self) -> FeedbackQuerySet:
        """Everything of this kind that is shown, the newest first."""
        raise NotImplementedError

    def subject(self, obj) -> str:
        return site_settings().title

    def description(self, obj):
        return self.title(obj)

    subtitle = description

    def link(self, obj):
        return absolute_url(reverse("blog:home"))

    def items(self, obj):
        return self.newest()[:ITEMS]

    def item_link(self, item):
        return absolute_url(item.get_absolute_url())

    def item_pubdate(self, item):
        return item.created_at


class OfPost(FeedbackFeed):
    """Stands before a FeedbackFeed: what is said about one post, found by its permalink."""

    def get_object(self, request, *args, **address):
        try:
            found = Post.objects.published().at_address(**address)
        except ValueError as error:
            raise Http404 from error
        return get_object_or_404(found)

    def subject(self, obj) -> str:
        return obj.title

    def link(self, obj):
        return absolute_url(obj.get_absolute_url())

    def items(self, obj):
        return self.newest().filter(post=obj)[:ITEMS]


class OfPage(OfPost):
    """The same for a page, which has no date in its address."""

    def get_object(self, request, *args, **address):
        return get_object_or_404(Post.objects.published().pages(), **address)
