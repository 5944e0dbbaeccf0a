"""Feeds of links from other blogs: to the whole site, to a post, to a page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from blog.feed_formats import Printable
from blog.feedback.feeds import FeedbackFeed, OfPage, OfPost
from blog.models import Post
from trackbacks.models import Trackback


def feed_url(post: Post, form: type[Printable]) -> str:
    """Return the address of the feed of the links to `post`, without a host."""
    if post.is_page:
        return reverse(f"trackbacks:page_feed_{form.name}", args=[post.pk])
    return f"{post.get_absolute_url()}trackback/{form.last_part}"


class LinksFeed(FeedbackFeed):
    def title(self, obj):
        return _("Links to %(title)s") % {"title": self.subject(obj)}

    def own_path(self, obj) -> str:
        return reverse(f"trackbacks:feed_{self.feed_type.name}")

    def newest(self):
        return Trackback.objects.newest()

    def item_title(self, item):
        names = {"page": _called(item), "post": item.post.title}
        return _("%(page)s on %(post)s") % names

    def item_description(self, item):
        """Return the words as the HTML that readers take them for; they are text alone."""
        return format_html("{}", item.excerpt)

    def item_author_name(self, item):
        return item.author or item.blog_name or item.source_host

    def item_updateddate(self, item):
        return item.created_at

    def item_extra_kwargs(self, item) -> dict:
        content = format_html(
            '<blockquote>{}</blockquote><p><a href="{}" rel="nofollow ugc">{}</a></p>',
            item.excerpt,
            item.source,
            _called(item),
        )
        return {"summary": item.excerpt, "content": content}


class PostLinksFeed(OfPost, LinksFeed):
    def own_path(self, obj) -> str:
        return feed_url(obj, self.feed_type)


class PageLinksFeed(OfPage, PostLinksFeed):
    pass


def _called(item: Trackback) -> str:
    return item.title or item.author or item.source
