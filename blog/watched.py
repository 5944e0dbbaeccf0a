"""What of the blog's own tables shows on pages."""

from django.contrib.auth import get_user_model

from blog.models import Category, Post, SiteSettings, Tag
from blog.page_cache.tags import SAID, SITE
from blog.page_cache.watches import Watch

_COUNTS = ("comment_count", "trackback_count")

WATCHES = (
    Watch(
        "post",
        Post,
        tags=str(SITE),
        shown="{row}.status = 'published'",
        unseen=("body", "markup", "created_at", *_COUNTS),
    ),
    Watch(
        "post_counts",
        Post,
        tags=f"{SAID}, {{row}}.id",
        shown="{row}.status = 'published'",
        columns=_COUNTS,
    ),
    Watch("post_category", Post.categories.through, tags=str(SITE)),
    Watch("post_tag", Post.tags.through, tags=str(SITE)),
    Watch("category", Category, tags=str(SITE)),
    Watch("tag", Tag, tags=str(SITE)),
    Watch("site_settings", SiteSettings, tags=str(SITE), unseen=("notify", "notify_address")),
    Watch(
        "user",
        get_user_model(),
        tags=str(SITE),
        columns=("username", "first_name", "last_name", "is_active"),
    ),
)
