"""Comments as what can be searched: by what was said, and by whom."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from blog.search.index import Index
from blog.search.kinds import SearchKind
from comments.models import Comment


class CommentSearch(SearchKind):
    name = "comments"
    title = _("Comments")
    template = "comments/_found_comment.html"
    index = Index(
        table="comments_comment",
        title="name",
        html="html",
        moment="created_at",
        shown="{row}.status = 'approved'",
        decides=("status",),
    )

    def readable(self) -> QuerySet:
        return Comment.objects.public().for_feeds()
