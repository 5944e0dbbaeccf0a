"""Every address of the site; the blog's own come last, since a page may have any free slug."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("comments.urls")),
    path("", include("trackbacks.urls")),
    path("", include("blog.urls")),
]
