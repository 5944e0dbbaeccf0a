"""Writing comments: a reader's, and the answers of the blog's own staff."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from blog.current import site_settings
from blog.feedback import moderation
from blog.feedback.admission import admit_author
from blog.feedback.models import Status
from blog.feedback.submission import Sender, Submission
from blog.limits import Limit, allow, network_of
from blog.models import Post, SiteSettings
from blog.text.render import render_comment
from comments.admitting import admit_new
from comments.models import Comment
from comments.outside import is_held_back
from comments.questions import ask_soon, hold_back
from comments.threads import place

LIMITS = (Limit("comment", 5, 10 * 60), Limit("comment-day", 30, 24 * 3600))
PREVIEW_LIMITS = (Limit("comment-preview", 40, 10 * 60),)
DUPLICATE_SPAN = timedelta(days=1)


class CommentRefused(Exception):
    """Why a comment was not taken; `message` tells the reader what she can do."""

    message: str | Promise = ""


class CommentsClosed(CommentRefused):
    def __init__(self, reason: str | Promise):
        super().__init__(reason)
        self.message = reason


class ReplyRefused(CommentRefused):
    message = _(
        "The comment that you answer is no longer shown. Your text is kept below: "
        "send it again and it will stand as a comment of its own."
    )


class DuplicateComment(CommentRefused):
    message = _(
        "You have already sent exactly this comment here. It has arrived; there is no need to "
        "send it again."
    )


class TooManyComments(CommentRefused):
    """`retry_after` is in seconds."""

    def __init__(self, retry_after: int):
        super().__init__(retry_after)
        self.retry_after = retry_after
        self.message = _(
            "Too many comments came from your network. Your text is kept below: "
            "send it again in %(wait)s."
        ) % {"wait": _wait_in_words(retry_after)}


def _wait_in_words(seconds: int) -> str:
    minutes = -(-seconds // 60)
    if minutes <= 90:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = -(-minutes // 60)
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}


def why_closed(post: Post, settings: SiteSettings) -> str | Promise:
    """Say in words why readers cannot comment on `post` now; empty where they can."""
    if settings.takes_comments(post):
        return ""
    if not settings.comments_open:
        return _("The author takes no comments on this blog at present.")
    if not post.comments_allowed:
        return _("The author takes no comments on this post.")
    return ngettext_lazy(
        "Posts take comments for %(count)d day, and this one is older.",
        "Posts take comments for %(count)d days, and this one is older.",
        "count",
    ) % {"count": settings.close_after_days}


def count_attempt(sender: Sender, limits: tuple[Limit, ...] = LIMITS) -> None:
    """Count a comment against its sender's network. Raises TooManyComments."""
    who = network_of(sender.ip) if sender.ip else "unknown"
    for limit in limits:
        if not allow(limit, who):
            raise TooManyComments(limit.seconds_left())


def submit(
    post: Post,
    submission: Submission,
    *,
    parent: Comment | None = None,
    user=None,
    is_known: bool = False,
) -> Comment:
    """Store a comment on `post`, or an answer to `parent`, with the status it deserves.

    Staff (`user`) write under the name of their account, are shown at once wherever they write,
    and approve a held comment by answering it. `is_known`: one of the reader's comments is shown.
    Raises CommentsClosed, ReplyRefused or DuplicateComment, and then has stored nothing.
    """
    staff = user if user is not None and user.is_staff else None
    settings = site_settings()
    if not staff and (reason := why_closed(post, settings)):
        raise CommentsClosed(reason)
    comment = _unsaved(post, submission, staff)
    comment.parent = parent
    admission = admit_author() if staff else admit_new(comment, submission, is_known=is_known)
    admission.write_to(comment)
    if not staff:
        hold_back(comment)
    _store(comment, admission.why, staff=staff, levels=settings.thread_depth)
    return comment


@transaction.atomic
def _store(comment: Comment, why: str, *, staff, levels: int) -> None:
    # An answer of staff, and that it approved what it answers, can be taken back together.
    batch = uuid4() if staff else None
    post, parent = comment.post, comment.parent
    if staff and parent:
        moderation.approve(_waiting(parent), by=staff, why="Answered.", batch=batch)
    lock_discussion(post.pk)
    comment.parent = _answered(post, parent)
    _refuse_duplicate(comment)
    _insert(comment, levels)
    moderation.record_first_status(comment, by=staff, why=why, batch=batch)
    if comment.is_public:
        moderation.refresh_counts(Comment, [post.pk])
    if is_held_back(comment):
        ask_soon(comment)


def _unsaved(post: Post, submission: Submission, staff) -> Comment:
    """Render before the transaction: a long text takes its time."""
    comment = Comment(
        post=post,
        user=staff,
        name=submission.author_name,
        email=submission.email,
        url=submission.url,
        body=submission.text,
        html=render_comment(submission.text),
        ip=submission.sender.ip,
        user_agent=submission.sender.user_agent,
        browser=submission.sender.browser,
        announcement=Comment.Announcement.DUE,
    )
    if staff:
        comment.name = (staff.get_full_name() or staff.get_username())[:100]
        comment.email, comment.url = staff.email, ""
    return comment


def _waiting(parent: Comment):
    return Comment.objects.pending().filter(pk=parent.pk)


def lock_discussion(post_id: int) -> None:
    """Let comments on one post pass one by one, so that the same one never comes twice.

    Without the key, since every insert of a row that refers to the post shares that.
    """
    Post.objects.select_for_update(no_key=True).only("pk").get(pk=post_id)


def _answered(post: Post, parent: Comment | None) -> Comment | None:
    if parent is None:
        return None
    fresh = Comment.objects.filter(pk=parent.pk, post_id=post.pk, status=Status.APPROVED).first()
    if fresh is None:
        raise ReplyRefused
    return fresh


def _refuse_duplicate(comment: Comment) -> None:
    """A reader says a thing once on a post; staff may say "Thank you!" to several readers."""
    said = Comment.objects.filter(post_id=comment.post_id)
    if comment.user:
        said = said.filter(parent=comment.parent)
    if said.same_words(comment.name, comment.body, DUPLICATE_SPAN).exists():
        raise DuplicateComment


def _insert(comment: Comment, levels: int) -> None:
    comment.save()
    above = comment.parent.path if comment.parent else ""
    comment.path, comment.depth = place(comment.pk, above, levels)
    comment.save(update_fields=["path", "depth"])
