"""Addresses of comments: forms, permalinks, receipts and feeds."""

from django.urls import path
from django.views.decorators.http import require_safe

from comments import feeds, views

app_name = "comments"

POST = "<int:year>/<int:month>/<int:day>/<str:slug>"

urlpatterns = [
    path("comments/<int:pk>/", views.PermalinkView.as_view(), name="permalink"),
    path("comments/<int:pk>/reply/", views.CommentReplyView.as_view(), name="reply"),
    path("comments/post/<int:post_pk>/", views.CommentCreateView.as_view(), name="create"),
    path("comments/receipt/<str:token>/", views.ReceiptView.as_view(), name="receipt"),
    path("comments/feed/", require_safe(feeds.CommentsFeed()), name="feed"),
    path("comments/feed/atom/", require_safe(feeds.AtomCommentsFeed()), name="feed_atom"),
    path("comments/post/<int:pk>/feed/", require_safe(feeds.PageCommentsFeed()), name="page_feed"),
    path(
        "comments/post/<int:pk>/feed/atom/",
        require_safe(feeds.AtomPageCommentsFeed()),
        name="page_feed_atom",
    ),
    path(f"{POST}/feed/", require_safe(feeds.PostCommentsFeed()), name="post_feed"),
    path(f"{POST}/feed/atom/", require_safe(feeds.AtomPostCommentsFeed()), name="post_feed_atom"),
]
