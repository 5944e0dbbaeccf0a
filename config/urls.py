"""Every address of the site; the blog's own come last, since a page may have any free slug."""

from django.contrib import admin
from django.urls import include, path

from config.views import AliveView, ReadyView

handler500 = "config.views.failure"

urlpatterns = [
    path("healthz", AliveView.as_view(), name="healthz"),
    path("readyz", ReadyView.as_view(), name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("blog.feedback.notices.urls")),
    path("", include("comments.urls")),
    path("", include("trackbacks.urls")),
    path("", include("blog.urls")),
]
