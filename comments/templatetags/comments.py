"""The discussion on the page of a post: what was said, and the form to say more."""

from django import template
from django.http import Http404
from django.urls import reverse

from blog.current import site_settings
from blog.feed_formats import FORMATS
from blog.models import Post
from comments import discussion
from comments.forms import CommentForm, StaffCommentForm
from comments.origin import has_session
from comments.reader import staff_of
from comments.services import why_closed

register = template.Library()


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(context: template.Context, post: Post) -> dict:
    """Print the page of the discussion that the address names. Two queries, however many rows.

    Raises Http404 for a page that the discussion does not have.
    """
    request = context["request"]
    match = request.resolver_match
    number = match.kwargs.get("comment_page", 1) if match else 1
    try:
        page = discussion.read(post, number, discussion.order_of(request.GET))
    except discussion.NoSuchPage as error:
        raise Http404 from error
    settings = site_settings()
    return {
        "discussion": page,
        "feed_url": discussion.feed_url(post),
        "may_reply": not why_closed(post, settings) or staff_of(request) is not None,
        "has_avatars": settings.show_avatars,
    }


@register.inclusion_tag("comments/_discovery.html")
def comment_discovery(post: Post) -> dict:
    """Tell feed readers, in the head of the page, where the discussion can be followed."""
    return {
        "post": post,
        "feeds": {kind.name: discussion.feed_url(post, kind) for kind in FORMATS},
    }


@register.inclusion_tag("comments/_form_on_post.html", takes_context=True)
def comment_form(context: template.Context, post: Post) -> dict:
    """Print the form for a new comment, or say in words why there is none."""
    request = context["request"]
    staff = staff_of(request)
    return {
        "staff": staff,
        "has_session": has_session(request),
        "closed": why_closed(post, site_settings()),
        "action": reverse("comments:create", args=[post.pk]),
        "is_in_place": True,
        "form": (StaffCommentForm if staff else CommentForm)(auto_id="comment_%s"),
    }
