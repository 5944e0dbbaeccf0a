"""The discussion on the page of a post: what was said, and the form to say more."""

from functools import lru_cache

from django import template
from django.http import Http404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from blog.addresses import RowAddress
from blog.current import site_settings
from blog.feed_formats import FORMATS
from blog.look import Look, current_look
from blog.mail.transport import is_mail_on
from blog.models import Post
from blog.templatetags.blog import by_jinja, kept
from comments import discussion
from comments.articles import Style, article
from comments.forms import CommentForm, StaffCommentForm
from comments.origin import has_session
from comments.reader import staff_of
from comments.services import why_closed

register = template.Library()

_FIELD_ID = "comment_%s"
_create = RowAddress("comments:create")


@register.simple_tag(takes_context=True)
def comment_thread(context: template.Context, post: Post) -> str:
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
    settings, look = site_settings(), current_look()
    may_reply = not why_closed(post, settings) or staff_of(request) is not None
    style = Style(may_reply=may_reply, has_avatars=settings.show_avatars, look=look)
    way = {
        "is_newest_first": page.is_newest_first,
        "number": page.number,
        "pages": page.pages,
        "previous_url": page.previous_url,
        "next_url": page.next_url,
    }
    return by_jinja(
        "comments/_thread.jinja",
        post_id=post.pk,
        heading=_("Comments"),
        words=kept("comments/_thread_words.html", look),
        tools=kept(
            "comments/_thread_tools.html",
            look,
            is_empty=not page.nodes,
            is_newest_first=page.is_newest_first,
            other_order_url=page.other_order_url,
        ),
        comments=_comment_list(page, style) if page.nodes else "",
        pages=kept("comments/_thread_pages.html", look, **way) if page.pages > 1 else "",
        end=kept("comments/_thread_end.html", look, feed_url=discussion.feed_url(post)),
    )


def _comment_list(page: discussion.Discussion, style: Style) -> str:
    entries = [
        (node.pk, node.number, article(node, style), node.is_by_author, node.opens, node.closing)
        for node in page.nodes
    ]
    label = _("This comment is not shown.")
    return by_jinja("comments/_list.jinja", entries=entries, hidden_label=label)


@register.simple_tag
def comment_discovery(post: Post) -> str:
    """Tell feed readers, in the head of the page, where the discussion can be followed."""
    return kept(
        "comments/_discovery.html",
        current_look(),
        name=str(post),
        **{kind.name: discussion.feed_url(post, kind) for kind in FORMATS},
    )


@register.simple_tag(takes_context=True)
def comment_form(context: template.Context, post: Post) -> str:
    """Print the form for a new comment, or say in words why there is none."""
    request = context["request"]
    values = {"closed": str(why_closed(post, site_settings())), "action": _create(post.pk)}
    if not has_session(request):
        fields = _empty_fields(current_look(), is_mail_on())
        return kept("comments/_form_on_post.html", current_look(), fields=fields, **values)
    staff = staff_of(request)
    form = (StaffCommentForm if staff else CommentForm)(auto_id=_FIELD_ID)
    shown = {"staff": staff, "form": form, "has_session": True, "is_in_place": True}
    return render_to_string("comments/_form_on_post.html", values | shown, request)


@lru_cache(maxsize=64)
def _empty_fields(_look: Look, _is_mail_on: bool) -> str:
    """Return the fields as whoever has no session finds them: the same for all, and not cheap."""
    values = {"form": CommentForm(auto_id=_FIELD_ID), "is_in_place": True}
    return render_to_string("comments/_fields.html", values)
