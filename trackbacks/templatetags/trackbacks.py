"""Links from other blogs on the page of a post, and the announcement that they are welcome."""

from django import template

from blog.current import site_settings
from blog.models import Post
from trackbacks.announcement import permalink, trackback_url, why_closed
from trackbacks.models import Trackback
from trackbacks.protocols import trackback

register = template.Library()

# So many stand open on the page, the others behind a line that unfolds.
SHOWN_OPEN = 20


@register.inclusion_tag("trackbacks/_list.html")
def trackback_list(post: Post) -> dict:
    """Print every link to `post` that is shown, and the address for new ones. One query."""
    links = list(Trackback.objects.shown_on(post))
    return {
        "post": post,
        "links": links[:SHOWN_OPEN],
        "more": links[SHOWN_OPEN:],
        "closed": why_closed(post, site_settings()),
        "address": trackback_url(post) if post.is_live else "",
    }


@register.simple_tag
def trackback_discovery(post: Post) -> str:
    """Print, for programs, where trackbacks to `post` go; nothing where none are taken."""
    if not post.is_live or why_closed(post, site_settings()):
        return ""
    return trackback.discovery(permalink(post), post.title, trackback_url(post))
