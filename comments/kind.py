"""Comments as one kind of feedback."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q, QuerySet

from blog.feedback.admission import Admission
from blog.feedback.inbox.kinds import InboxKind
from blog.feedback.inbox.senders import Mark
from blog.feedback.kinds import AnswerRefused
from blog.feedback.rules import Rules
from blog.feedback.submission import Sender, Subject
from comments import answering, editing, services
from comments.admitting import admission, answered_by
from comments.forms import StaffCommentForm
from comments.models import Comment
from comments.querysets import CommentQuerySet


class CommentKind(InboxKind):
    model = Comment
    can_be_answered = True
    row_template = "admin/comments/comment/inbox_row.html"
    search_fields = ("name", "email", "url", "body", "ip", "post__title")
    sender_column, sender_mark = "email", "email"

    def writer(self, item: Comment) -> str:
        return item.name

    def words(self, item: Comment) -> str:
        return item.body

    def answered(self, item: Comment) -> str:
        return answered_by(item)

    def admission(self, item: Comment, rules: Rules, subject: Subject) -> Admission:
        return admission(item, rules, subject)

    def answer(self, item: Comment, text: str, *, by: Any, sender: Sender) -> Comment:
        form = StaffCommentForm({"body": text})
        if not form.is_valid():
            raise AnswerRefused(" ".join(map(str, form.errors["body"])))
        try:
            return services.submit(item.post, form.submission(sender), parent=item, user=by)
        except services.CommentRefused as refusal:
            raise AnswerRefused(str(refusal.message)) from refusal

    # --- In the inbox ---

    def marks(self, item: Comment) -> list[Mark]:
        if item.user_id:
            return []  # Nobody looks for herself, nor blocks herself.
        host = urlsplit(item.url).hostname or ""
        named = [Mark("email", item.email), Mark("host", host)]
        browser = Mark("browser", str(item.browser or item.pk))
        return [mark for mark in (*named, browser) if mark.value] + super().marks(item)

    def sent_by(self, mark: Mark) -> Q:
        if mark.code == "email":
            return Q(email=mark.value)
        if mark.code == "browser":
            return Q(browser=mark.value) | Q(pk=mark.value)
        if mark.code == "host":
            site = rf"^https?://{re.escape(mark.value)}([:/?#]|$)"
            return Q(url__icontains=mark.value, url__iregex=site)
        return super().sent_by(mark)

    def unanswered(self) -> CommentQuerySet:
        return Comment.objects.unanswered()

    def settle(self, rows: QuerySet, *, by: Any, batch: UUID | None) -> int:
        return answering.settle(rows, by=by, batch=batch)

    def undo(self, undone: UUID, *, by: Any, batch: UUID) -> int:
        others = (answering.unsettle, editing.take_back)
        brought_back = sum(undo(undone, by=by, batch=batch) for undo in others)
        return brought_back + super().undo(undone, by=by, batch=batch)
