"""Addresses of comments: forms, permalinks, receipts and feeds."""

from django.urls import path
from django.views.generic import TemplateView

from blog import converters  # noqa: F401  (converters are registered by import)
from blog.feedback.feeds import feed_paths
from comments import feeds
from comments.views import mine, my_data, places, receipt, subscription, writing

app_name = "comments"


urlpatterns = [
    path("comments/<count:pk>/", places.PermalinkView.as_view(), name="permalink"),
    path("comments/<count:pk>/reply/", writing.CommentReplyView.as_view(), name="reply"),
    path("comments/post/<count:post_pk>/", writing.CommentCreateView.as_view(), name="create"),
    path("comments/mine/", mine.MineView.as_view(), name="mine"),
    path("comments/<count:pk>/receipt/", mine.OwnReceiptView.as_view(), name="own_receipt"),
    path("comments/receipt/<str:token>/", receipt.ReceiptView.as_view(), name="receipt"),
    path("comments/receipt/<str:token>/edit/", receipt.EditView.as_view(), name="edit"),
    path("comments/receipt/<str:token>/withdraw/", receipt.WithdrawView.as_view(), name="withdraw"),
    path(
        "comments/receipt/<str:token>/subscribe/",
        receipt.SubscribeView.as_view(),
        name="subscribe",
    ),
    path("comments/receipt/<str:token>/appeal/", receipt.AppealView.as_view(), name="appeal"),
    path(
        "comments/subscription/confirm/<str:token>/",
        subscription.ConfirmSubscriptionView.as_view(),
        name="subscription_confirm",
    ),
    path(
        "comments/subscription/stop/<str:token>/",
        subscription.StopSubscriptionView.as_view(),
        name="subscription_stop",
    ),
    path(
        "comments/subscriptions/<str:token>/",
        subscription.ManageSubscriptionsView.as_view(),
        name="subscription_manage",
    ),
    path("comments/privacy/", my_data.PrivacyView.as_view(), name="privacy"),
    path("comments/my-data/", my_data.AskView.as_view(), name="my_data"),
    *(
        path(
            f"comments/my-data/{page}/",
            TemplateView.as_view(template_name=f"comments/my_data/{page}.html"),
            name=f"my_data_{page}",
        )
        for page in ("asked", "erased", "anonymised")
    ),
    path("comments/my-data/<str:token>/", my_data.DataView.as_view(), name="my_data_page"),
    path(
        "comments/my-data/<str:token>/download/",
        my_data.DownloadView.as_view(),
        name="my_data_download",
    ),
    path(
        "comments/my-data/<str:token>/anonymise/",
        my_data.AnonymiseView.as_view(),
        name="my_data_anonymise",
    ),
    path("comments/my-data/<str:token>/erase/", my_data.EraseView.as_view(), name="my_data_erase"),
    *feed_paths("comments/", "feed", feeds.CommentsFeed),
    *feed_paths("comments/post/<count:pk>/", "page_feed", feeds.PageCommentsFeed),
    *feed_paths(
        "<yyyy:year>/<two:month>/<two:day>/<word:slug>/", "post_feed", feeds.PostCommentsFeed
    ),
]
