"""Links from other blogs on the page of a post, and the announcement that they are welcome."""

from collections.abc import Collection

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.current import site_settings
from blog.feed_formats import RssFeed
from blog.look import current_look
from blog.models import Post
from blog.moments import current_printer
from blog.prepared import Prepared, given_moment, given_row
from blog.templatetags.blog import by_jinja, kept
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
from trackbacks.shown import Shown

register = template.Library()

# So many stand open on the page, the others behind a line that unfolds.
SHOWN_OPEN = 20
# No more of them are kept as they were printed.
MOST_KEPT = 10
# What is said by the link alone: a count with names, and no words.
GESTURES = {Kind.LIKE, Kind.REPOST}


_links = Prepared(lambda: Trackback.objects.shown_on(given_row("post")))
_own_links = Prepared(lambda: OwnLink.objects.shown_on(given_row("post"), given_moment()))


@register.simple_tag
def trackback_list(post: Post) -> str:
    """Print every link to `post` that is shown, and the address for new ones. Two queries."""
    shown = tuple(Shown(*row) for row in _links.rows(post=post.pk))
    linking = [own.source for own in _own_links.rows(post=post.pk, now=timezone.now())]
    make = kept if len(shown) + len(linking) <= MOST_KEPT else kept.__wrapped__
    return make(
        "trackbacks/_list.html",
        current_look(),
        shown=shown,
        own=tuple((page.get_absolute_url(), str(page)) for page in linking),
        closed=str(why_closed(post, site_settings())),
        address=trackback_url(post) if post.is_live else "",
        feed=feed_url(post, RssFeed) if post.is_live else "",
    )


@register.simple_tag
def links_shown(shown: Collection[Shown]) -> str:
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
        printer=current_printer(),
        reply_label=_("Reply"),
        bookmark_label=_("Bookmark"),
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
    return kept(
        "trackbacks/_discovery.jinja",
        current_look(),
        webmention=webmention_url(),
        pingback=pingback_url(),
        rdf=trackback.discovery(permalink(post), post.title, trackback_url(post)),
    )
