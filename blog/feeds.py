"""Feeds of every list of posts, in full text: RSS, Atom and JSON Feed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.html import escape
from django.views.decorators.http import require_safe

from blog.current import site_settings
from blog.feed_formats import Printable
from blog.freshness import always_asked_again
from blog.lists import FindList, PostList
from blog.models import Post
from blog.site import absolute_url
from blog.text.absolute import with_absolute_addresses


class SiteFeed(Feed):
    """A feed in one of the formats, in the site's language whatever the reader's is."""

    feed_type: type[Printable]

    def __init__(self, feed_type: type[Printable]) -> None:
        self.feed_type = feed_type
        self.language = settings.LANGUAGE_CODE

    def __call__(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        with translation.override(self.language):
            return always_asked_again(require_safe(super().__call__))(request, *args, **kwargs)

    def own_path(self, obj: Any) -> str:
        """The address without a host."""
        raise NotImplementedError

    def feed_url(self, obj: Any) -> str:
        return absolute_url(self.own_path(obj))

    feed_guid = feed_url


class PostFeed(SiteFeed):
    """The newest posts of the list that `find` makes of the parts of the address."""

    def __init__(self, feed_type: type[Printable], find: FindList) -> None:
        super().__init__(feed_type)
        self.find = find

    def get_object(self, request: HttpRequest, **parts) -> PostList:
        return self.find(**parts)

    def title(self, found: PostList) -> str:
        return " · ".join(filter(None, [found.heading, site_settings().title]))

    def description(self, found: PostList) -> str:
        return found.description or site_settings().tagline or self.title(found)

    subtitle = description

    def link(self, found: PostList) -> str:
        return absolute_url(found.address)

    def own_path(self, found: PostList) -> str:
        return found.address + self.feed_type.last_part

    def items(self, found: PostList) -> list[Post]:
        posts = list(found.read(0, site_settings().feed_items))
        if not posts and not found.lasting:
            raise Http404
        return posts

    def item_title(self, post: Post) -> str:
        return post.title

    def item_description(self, post: Post) -> str:
        """Return the summary as the HTML that readers of RSS and Atom take it for."""
        return escape(post.summary)

    def item_link(self, post: Post) -> str:
        return absolute_url(post.get_absolute_url())

    def item_guid(self, post: Post) -> str:
        """Return a name that outlives every change of slug, date and scheme (RFC 4151)."""
        host = urlsplit(settings.SITE_URL).hostname
        return f"tag:{host},{post.created_at:%Y-%m-%d}:post/{post.pk}"

    item_guid_is_permalink = False

    def item_author_name(self, post: Post) -> str:
        return post.author.get_full_name() or post.author.get_username()

    def item_pubdate(self, post: Post):
        return post.published_at

    def item_updateddate(self, post: Post):
        return post.changed_at

    def item_categories(self, post: Post) -> list[str]:
        return [str(term) for term in (*post.shown_categories, *post.shown_tags)]

    def item_comments(self, post: Post) -> str:
        return f"{self.item_link(post)}#comments"

    def item_extra_kwargs(self, post: Post) -> dict:
        return {
            "summary": post.summary,
            "content": with_absolute_addresses(post.html, self.item_link(post)),
            "comment_count": str(post.comment_count),
        }
