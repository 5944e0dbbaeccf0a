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
from comments.discussion import feed_url
from comments.models import Comment

ITEMS = 30


class CommentsFeed(Feed):
    """The newest comments of the site: what is shown, of posts that everyone may read."""

    kind = ""

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
        return reverse("comments:feed_atom" if self.kind else "comments:feed")

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

    def subject(self, obj) -> str:
        return obj.title

    def link(self, obj):
        return absolute_url(obj.get_absolute_url())

    def own_path(self, obj) -> str:
        return feed_url(obj, self.kind)

    def items(self, obj):
        return Comment.objects.public().filter(post=obj).for_feeds()[:ITEMS]


class PageCommentsFeed(PostCommentsFeed):
    """The same for a page, which has no date in its address."""

    def get_object(self, request, *args, **address):
        return get_object_or_404(Post.objects.published().pages(), **address)


class AtomCommentsFeed(CommentsFeed):
    kind = "atom"
    feed_type = Atom1Feed


class AtomPostCommentsFeed(PostCommentsFeed):
    kind = "atom"
    feed_type = Atom1Feed


class AtomPageCommentsFeed(PageCommentsFeed):
    kind = "atom"
    feed_type = Atom1Feed
