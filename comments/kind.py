"""Comments as one kind of feedback."""

from __future__ import annotations

from typing import Any

from blog.feedback.kinds import AnswerRefused, FeedbackKind
from blog.feedback.submission import Sender
from comments import services
from comments.forms import StaffCommentForm
from comments.models import Comment


class CommentKind(FeedbackKind):
    model = Comment
    can_be_answered = True

    def writer(self, item: Comment) -> str:
        return item.name

    def words(self, item: Comment) -> str:
        return item.body

    def answer(self, item: Comment, text: str, *, by: Any, sender: Sender) -> Comment:
        form = StaffCommentForm({"body": text})
        if not form.is_valid():
            raise AnswerRefused(" ".join(map(str, form.errors["body"])))
        try:
            return services.submit(item.post, form.submission(sender), parent=item, user=by)
        except services.CommentRefused as refusal:
            raise AnswerRefused(str(refusal.message)) from refusal
