"""Addresses of comments: forms, permalinks, receipts and feeds."""

from django.urls import include, path
from django.views.generic import TemplateView

from blog import converters  # noqa: F401  (converters are registered by import)
from blog.feedback.feeds import feed_paths
from comments import feeds
from comments.views import mine, my_data, places, receipt, subscription, writing

app_name = "comments"

# Under one head, which every other address is compared with once.
_comments = [
    path("<count:pk>/", places.PermalinkView.as_view(), name="permalink"),
    path("<count:pk>/reply/", writing.CommentReplyView.as_view(), name="reply"),
    path("post/<count:post_pk>/", writing.CommentCreateView.as_view(), name="create"),
    path("mine/", mine.MineView.as_view(), name="mine"),
    path("<count:pk>/receipt/", mine.OwnReceiptView.as_view(), name="own_receipt"),
    path("receipt/<str:token>/", receipt.ReceiptView.as_view(), name="receipt"),
    path("receipt/<str:token>/edit/", receipt.EditView.as_view(), name="edit"),
    path("receipt/<str:token>/withdraw/", receipt.WithdrawView.as_view(), name="withdraw"),
    path(
        "receipt/<str:token>/subscribe/",
        receipt.SubscribeView.as_view(),
        name="subscribe",
    ),
    path("receipt/<str:token>/appeal/", receipt.AppealView.as_view(), name="appeal"),
    path(
        "subscription/confirm/<str:token>/",
        subscription.ConfirmSubscriptionView.as_view(),
        name="subscription_confirm",
    ),
    path(
        "subscription/stop/<str:token>/",
        subscription.StopSubscriptionView.as_view(),
        name="subscription_stop",
    ),
    path(
        "subscriptions/<str:token>/",
        subscription.ManageSubscriptionsView.as_view(),
        name="subscription_manage",
    ),
    path("privacy/", my_data.PrivacyView.as_view(), name="privacy"),
    path("my-data/", my_data.AskView.as_view(), name="my_data"),
    *(
        path(
            f"my-data/{page}/",
            TemplateView.as_view(template_name=f"comments/my_data/{page}.html"),
            name=f"my_data_{page}",
        )
        for page in ("asked", "erased", "anonymised")
    ),
    path("my-data/<str:token>/", my_data.DataView.as_view(), name="my_data_page"),
    path(
        "my-data/<str:token>/download/",
        my_data.DownloadView.as_view(),
        name="my_data_download",
    ),
    path(
        "my-data/<str:token>/anonymise/",
        my_data.AnonymiseView.as_view(),
        name="my_data_anonymise",
    ),
    path("my-data/<str:token>/erase/", my_data.EraseView.as_view(), name="my_data_erase"),
    *feed_paths("", "feed", feeds.CommentsFeed),
    *feed_paths("post/<count:pk>/", "page_feed", feeds.PageCommentsFeed),
]

urlpatterns = [
    path("comments/", include(_comments)),
    *feed_paths(
        "<yyyy:year>/<two:month>/<two:day>/<word:slug>/", "post_feed", feeds.PostCommentsFeed
    ),
]
