"""Feeds of what readers say: on the whole site, on a post, on a page."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from blog.current import site_settings
from blog.feeds import SiteFeed
from blog.models import Post
from blog.site import absolute_url
from blog.text.absolute import with_absolute_addresses
from blog.text.plain import crop, text_of_html
from comments.discussion import feed_url
from comments.models import Comment

ITEMS = 30
SUMMARY_LENGTH = 300


class CommentsFeed(SiteFeed):
    """The newest comments of the site: what is shown, of posts that everyone may read."""

    def title(self, obj):
        return _("Comments on %(title)s") % {"title": self.subject(obj)}

    def subject(self, obj) -> str:
        return site_settings().title

    def description(self, obj):
        return self.title(obj)

    subtitle = description

    def link(self, obj):
        return absolute_url(reverse("blog:home"))

    def own_path(self, obj) -> str:
        return reverse(f"comments:feed_{self.feed_type.name}")

    def items(self, obj):
        return Comment.objects.public().for_feeds()[:ITEMS]

    def item_title(self, item):
        return _("%(name)s on %(post)s") % {"name": item.name, "post": item.post.title}

    def item_description(self, item):
        """Return the summary as the HTML that readers of RSS and Atom take it for."""
        return escape(_summary_of(item))

    def item_link(self, item):
        return absolute_url(item.get_absolute_url())

    def item_author_name(self, item):
        return item.name

    def item_pubdate(self, item):
        return item.created_at

    def item_updateddate(self, item):
        return item.edited_at or item.created_at

    def item_extra_kwargs(self, item) -> dict:
        base = absolute_url(item.post.get_absolute_url())
        return {
            "summary": _summary_of(item),
            "content": with_absolute_addresses(item.html, base),
        }


class PostCommentsFeed(CommentsFeed):
    """The newest comments of one post, found by its permalink."""

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

    def own_path(self, obj) -> str:
        return feed_url(obj, self.feed_type)

    def items(self, obj):
        return Comment.objects.public().filter(post=obj).for_feeds()[:ITEMS]


class PageCommentsFeed(PostCommentsFeed):
    """The same for a page, which has no date in its address."""

    def get_object(self, request, *args, **address):
        return get_object_or_404(Post.objects.published().pages(), **address)


def _summary_of(comment: Comment) -> str:
    return crop(text_of_html(comment.html), SUMMARY_LENGTH)
