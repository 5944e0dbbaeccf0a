"""Addresses of the endpoints that other blogs call."""

from django.urls import path

from blog import converters  # noqa: F401  (converters are registered by import)
from trackbacks import views

app_name = "trackbacks"

POST = "<yyyy:year>/<two:month>/<two:day>/<word:slug>/trackback"
PAGE = "trackback/<count:pk>"

# Without the slash at the end too: a redirect would lose what was sent.
urlpatterns = [
    path(f"{POST}/", views.PostTrackbackView.as_view(), name="trackback"),
    path(POST, views.PostTrackbackView.as_view()),
    path(f"{PAGE}/", views.PageTrackbackView.as_view(), name="page_trackback"),
    path(PAGE, views.PageTrackbackView.as_view()),
]
