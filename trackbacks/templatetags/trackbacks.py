"""Links from other blogs on the page of a post, and the announcement that they are welcome."""

from collections.abc import Collection

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.current import site_settings
from blog.feed_formats import RssFeed
from blog.models import Post
from blog.moments import Printer
from blog.prepared import Prepared, given_moment, given_row
from blog.templatetags.blog import by_jinja
from trackbacks.announcement import (
    is_open,
    permalink,
    pingback_url,
    trackback_url,
    webmention_url,
    why_closed,
)
from trackbacks.feeds import feed_url
from trackbacks.models import Kind, OwnLink, Trackback
from trackbacks.protocols import trackback

register = template.Library()

# So many stand open on the page, the others behind a line that unfolds.
SHOWN_OPEN = 20
# What is said by the link alone: a count with names, and no words.
GESTURES = {Kind.LIKE, Kind.REPOST}


_links = Prepared(lambda: Trackback.objects.shown_on(given_row("post")))
_own_links = Prepared(lambda: OwnLink.objects.shown_on(given_row("post"), given_moment()))


@register.inclusion_tag("trackbacks/_list.html")
def trackback_list(post: Post) -> dict:
    """Print every link to `post` that is shown, and the address for new ones. Two queries."""
    return {
        "post": post,
        "shown": _links.rows(post=post.pk),
        "own": [own.source for own in _own_links.rows(post=post.pk, now=timezone.now())],
        "closed": why_closed(post, site_settings()),
        "address": trackback_url(post) if post.is_live else "",
        "feed": feed_url(post, RssFeed) if post.is_live else "",
    }


@register.simple_tag
def links_shown(shown: Collection[Trackback]) -> str:
    """Print links from other blogs: what they say, then how many like the post or repeat it."""
    links = [link for link in shown if link.kind not in GESTURES]
    more = links[SHOWN_OPEN:]
    likes = [link for link in shown if link.kind == Kind.LIKE]
    reposts = [link for link in shown if link.kind == Kind.REPOST]
    return by_jinja(
        "trackbacks/_list.jinja",
        links=links[:SHOWN_OPEN],
        more=more,
        likes=likes,
        reposts=reposts,
        printed=Printer().printed,
        kind_labels={Kind.REPLY: _("Reply"), Kind.BOOKMARK: _("Bookmark")},
        more_label=ngettext("%(number)s more trackback", "%(number)s more trackbacks", len(more))
        % {"number": len(more)},
        likes_label=ngettext("%(number)s like", "%(number)s likes", len(likes))
        % {"number": len(likes)},
        reposts_label=ngettext("%(number)s repost", "%(number)s reposts", len(reposts))
        % {"number": len(reposts)},
    )


@register.simple_tag
def trackback_discovery(post: Post) -> str:
    """Print, for programs, where links to `post` are announced; nothing where none are taken.

    The elements stand apart and in this very form, since some clients match them by pattern.
    """
    if not is_open(post, site_settings()):
        return ""
    return by_jinja(
        "trackbacks/_discovery.jinja",
        webmention=webmention_url(),
        pingback=pingback_url(),
        rdf=trackback.discovery(permalink(post), post.title, trackback_url(post)),
    )
