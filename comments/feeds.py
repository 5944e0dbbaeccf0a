"""Feeds of what readers say: on the whole site, on a post, on a page."""

from __future__ import annotations

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from blog.current import site_settings
from blog.models import Post
from blog.site import absolute_url
from comments.models import Comment

ITEMS = 30


class CommentsFeed(Feed):
    """The newest comments of the site: what is shown, of posts that everyone may read."""

    format_suffix = ""

    def title(self, obj):
        return _("Comments on %(title)s") % {"title": self.subject(obj)}

    def subject(self, obj) -> str:
        return site_settings().title

    def description(self, obj):
        return self.title(obj)

    subtitle = description

    def link(self, obj):
        return absolute_url(reverse("blog:home"))

    def feed_url(self, obj):
        return absolute_url(self.own_path(obj))

    feed_guid = feed_url

    def own_path(self, obj) -> str:
        return reverse(f"comments:feed{self.format_suffix}")

    def items(self, obj):
        return Comment.objects.public().for_feeds()[:ITEMS]

    def item_title(self, item):
        return _("%(name)s on %(post)s") % {"name": item.name, "post": item.post.title}

    def item_description(self, item):
        return item.html

    def item_link(self, item):
        return absolute_url(item.get_absolute_url())

    def item_author_name(self, item):
        return item.name

    def item_pubdate(self, item):
        return item.created_at

    def item_updateddate(self, item):
        return item.edited_at or item.created_at


class PostCommentsFeed(CommentsFeed):
    """The newest comments of one post, found by its permalink."""

    def get_object(self, request, *args, **address):
        try:
            found = Post.objects.published().at_address(**address)
        except (ValueError, OverflowError) as error:
            raise Http404 from error
        return get_object_or_404(found)

    last_part = "feed/"

    def subject(self, obj) -> str:
        return obj.title

    def link(self, obj):
        return absolute_url(obj.get_absolute_url())

    def own_path(self, obj) -> str:
        return f"{obj.get_absolute_url()}{self.last_part}"

    def items(self, obj):
        return Comment.objects.public().filter(post=obj).for_feeds()[:ITEMS]


class PageCommentsFeed(PostCommentsFeed):
    """The same for a page, which has no date in its address."""

    def get_object(self, request, *args, **address):
        return get_object_or_404(Post.objects.published().pages(), **address)

    def own_path(self, obj) -> str:
        return reverse(f"comments:page_feed{self.format_suffix}", args=[obj.pk])


class AtomCommentsFeed(CommentsFeed):
    feed_type = Atom1Feed
    format_suffix = "_atom"


class AtomPostCommentsFeed(PostCommentsFeed):
    feed_type = Atom1Feed
    last_part = "feed/atom/"


class AtomPageCommentsFeed(PageCommentsFeed):
    feed_type = Atom1Feed
    format_suffix = "_atom"
