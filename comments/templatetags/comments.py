"""The discussion on the page of a post: what was said, and the form to say more."""

from functools import lru_cache

from django import template
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from blog.addresses import RowAddress
from blog.current import site_settings
from blog.feed_formats import FORMATS
from blog.mail.transport import is_mail_on
from blog.models import Post
from blog.moments import Printer
from blog.templatetags.blog import by_jinja
from comments import discussion
from comments.forms import CommentForm, StaffCommentForm
from comments.origin import has_session
from comments.reader import staff_of
from comments.services import why_closed

register = template.Library()

_FIELD_ID = "comment_%s"
_create = RowAddress("comments:create")
_permalink = RowAddress("comments:permalink")
_reply = RowAddress("comments:reply")
_receipt = RowAddress("comments:own_receipt")


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


@register.simple_tag
def comment_list(page: discussion.Discussion, *, may_reply: bool, has_avatars: bool) -> str:
    """Print the comments of a page of the discussion, each below what it answers."""
    return by_jinja(
        "comments/_list.jinja",
        nodes=page.nodes,
        may_reply=may_reply,
        has_avatars=has_avatars,
        printed=Printer().printed,
        permalink=_permalink.pattern(),
        reply_address=_reply.pattern(),
        receipt_address=_receipt.pattern(),
        author_label=_("Author"),
        edited_label=_("Edited by the blog’s author"),  # noqa: RUF001 (an apostrophe)
        answer_label=_("in answer to %(name)s"),
        hidden_label=_("This comment is not shown."),
        reply_label=_("Reply"),
        to_label=_("to %(name)s"),
        own_label=_("Yours? Edit or withdraw it"),
    )


@register.simple_tag
def comment_discovery(post: Post) -> str:
    """Tell feed readers, in the head of the page, where the discussion can be followed."""
    return by_jinja(
        "comments/_discovery.jinja",
        title=_("Comments on %(title)s") % {"title": post},
        feeds={kind.name: discussion.feed_url(post, kind) for kind in FORMATS},
    )


@register.inclusion_tag("comments/_form_on_post.html", takes_context=True)
def comment_form(context: template.Context, post: Post) -> dict:
    """Print the form for a new comment, or say in words why there is none."""
    request = context["request"]
    staff = staff_of(request)
    values = {
        "staff": staff,
        "closed": why_closed(post, site_settings()),
        "action": _create(post.pk),
    }
    if has_session(request):
        form = (StaffCommentForm if staff else CommentForm)(auto_id=_FIELD_ID)
        return values | {"form": form, "has_session": True, "is_in_place": True}
    return values | {"fields": _empty_fields(get_language(), is_mail_on(), get_script_prefix())}


@lru_cache(maxsize=64)
def _empty_fields(_language: str | None, _is_mail_on: bool, _script_prefix: str) -> str:
    """Return the fields as whoever has no session finds them: the same for all, and not cheap."""
    values = {"form": CommentForm(auto_id=_FIELD_ID), "is_in_place": True}
    return render_to_string("comments/_fields.html", values)
