"""Addresses of the endpoints that other blogs call."""

from django.urls import path, re_path

from blog import converters  # noqa: F401  (converters are registered by import)
from blog.feedback.feeds import feed_paths
from trackbacks import endpoints, feeds, views

app_name = "trackbacks"

POST = "<yyyy:year>/<two:month>/<two:day>/<word:slug>/trackback"
PAGE = "trackback/<count:pk>"


# Without the slash at the end too: a redirect would lose what was sent.
urlpatterns = [
    path(f"{POST}/", views.PostTrackbackView.as_view(), name="trackback"),
    path(POST, views.PostTrackbackView.as_view()),
    path(f"{PAGE}/", views.PageTrackbackView.as_view(), name="page_trackback"),
    path(PAGE, views.PageTrackbackView.as_view()),
    path("xmlrpc.php", endpoints.PingbackView.as_view(), name="pingback"),
    path("webmention/", endpoints.WebmentionView.as_view(), name="webmention"),
    path("webmention", endpoints.WebmentionView.as_view()),
    re_path(
        r"^webmention/(?P<token>[0-9]{1,18}:[\w-]{20,80})/$",
        endpoints.ClaimView.as_view(),
        name="claim",
    ),
    *feed_paths("trackback/", "feed", feeds.LinksFeed),
    *feed_paths(f"{PAGE}/", "page_feed", feeds.PageLinksFeed),
    *feed_paths(f"{POST}/", "post_feed", feeds.PostLinksFeed),
]
