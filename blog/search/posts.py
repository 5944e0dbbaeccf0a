"""Posts and pages as what can be searched."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from blog.models import Post
from blog.search.index import Index
from blog.search.kinds import SearchKind


class PostSearch(SearchKind):
    name = "posts"
    title = _("Posts and pages")
    template = "blog/_found_post.html"
    index = Index(
        table="blog_post",
        title="title",
        html="html",
        moment="published_at",
        shown="{row}.status = 'published'",
        decides=("status",),
    )

    def readable(self) -> QuerySet:
        return Post.objects.published().defer("body", "teaser", "excerpt", "summary")
