"""Feeds of what readers say: on the whole site, on a post, on a page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from blog.feedback.feeds import FeedbackFeed, OfPage, OfPost
from blog.site import absolute_url
from blog.text.absolute import with_absolute_addresses
from blog.text.plain import crop, text_of_html
from comments.discussion import feed_url
from comments.models import Comment

SUMMARY_LENGTH = 300


class CommentsFeed(FeedbackFeed):
    def title(self, obj):
        return _("Comments on %(title)s") % {"title": self.subject(obj)}

    def own_path(self, obj) -> str:
        return reverse(f"comments:feed_{self.feed_type.name}")

    def newest(self):
        return Comment.objects.public().for_feeds()

    def item_title(self, item):
        return _("%(name)s on %(post)s") % {"name": item.name, "post": item.post.title}

    def item_description(self, item):
        """Return the summary as the HTML that readers of RSS and Atom take it for."""
        return escape(_summary_of(item))

    def item_author_name(self, item):
        return item.name

    def item_updateddate(self, item):
        return item.edited_at or item.created_at

    def item_extra_kwargs(self, item) -> dict:
        base = absolute_url(item.post.get_absolute_url())
        return {
            "summary": _summary_of(item),
            "content": with_absolute_addresses(item.html, base),
        }


class PostCommentsFeed(OfPost, CommentsFeed):
    def own_path(self, obj) -> str:
        return feed_url(obj, self.feed_type)


class PageCommentsFeed(OfPage, PostCommentsFeed):
    pass


def _summary_of(comment: Comment) -> str:
    return crop(text_of_html(comment.html), SUMMARY_LENGTH)
