"""Feeds of links from other blogs: to the whole site, to a post, to a page."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from blog.current import site_settings
from blog.feed_formats import Printable
from blog.feeds import SiteFeed
from blog.models import Post
from blog.site import absolute_url
from trackbacks.models import Trackback

ITEMS = 30


def feed_url(post: Post, form: type[Printable]) -> str:
    """Return the address of the feed of the links to `post`, without a host."""
    if post.is_page:
        return reverse(f"trackbacks:page_feed_{form.name}", args=[post.pk])
    return f"{post.get_absolute_url()}trackback/{form.last_part}"


class LinksFeed(SiteFeed):
    """The newest links to the site: what is shown, below posts that everyone may read."""

    def title(self, obj):
        return _("Links to %(title)s") % {"title": self.subject(obj)}

    def subject(self, obj) -> str:
        return site_settings().title

    def description(self, obj):
        return self.title(obj)

    subtitle = description

    def link(self, obj):
        return absolute_url(reverse("blog:home"))

    def own_path(self, obj) -> str:
        return reverse(f"trackbacks:feed_{self.feed_type.name}")

    def items(self, obj):
        return Trackback.objects.newest()[:ITEMS]

    def item_title(self, item):
        names = {"page": _called(item), "post": item.post.title}
        return _("%(page)s on %(post)s") % names

    def item_description(self, item):
        """Return the words as the HTML that readers take them for; they are text alone."""
        return format_html("{}", item.excerpt)

    def item_link(self, item):
        return absolute_url(item.get_absolute_url())

    def item_author_name(self, item):
        return item.author or item.blog_name or item.source_host

    def item_pubdate(self, item):
        return item.created_at

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


class PostLinksFeed(LinksFeed):
    """The newest links to one post, found by its permalink."""

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
        return Trackback.objects.newest().filter(post=obj)[:ITEMS]


class PageLinksFeed(PostLinksFeed):
    """The same for a page, which has no date in its address."""

    def get_object(self, request, *args, **address):
        return get_object_or_404(Post.objects.published().pages(), **address)


def _called(item: Trackback) -> str:
    return item.title or item.author or item.source
