"""Addresses of posts, pages, lists and feeds."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path
from django.views.generic import TemplateView

from blog import converters, lists, sitemaps  # noqa: F401  (converters are registered by import)
from blog.feed_formats import FORMATS
from blog.feeds import PostFeed
from blog.freshness import always_asked_again
from blog.views.files import FaviconView, MediaView
from blog.views.lists import ArchiveView, HomeView, PostListView
from blog.views.moved import ShortlinkView
from blog.views.posts import PageView, PostView, PreviewView
from blog.views.search import SearchView

app_name = "blog"


def list_paths(
    route: str, name: str, find: lists.FindList, view: type[PostListView] = PostListView
) -> list[URLPattern]:
    """A list's pages and, in the same places under each, its feeds."""
    prefix = "" if name == "home" else f"{name}_"
    page = view.as_view(find=find)
    feeds = [
        path(f"{route}{kind.last_part}", PostFeed(kind, find), name=f"{prefix}feed_{kind.name}")
        for kind in FORMATS
    ]
    return [
        path(f"{route}page/<count:page>/", page, name=f"{name}_page"),
        *feeds,
        path(route, page, name=name),
    ]


YEAR = "<yyyy:year>/"
MONTH = f"{YEAR}<two:month>/"
DAY = f"{MONTH}<two:day>/"
POST = f"{DAY}<word:slug>/"

urlpatterns = [
    # What is asked for most is compared first; a day comes before what stands below it.
    *list_paths("", "home", lists.newest, HomeView),
    *list_paths(DAY, "day", lists.in_period),
    path(POST, PostView.as_view(), name="post"),
    *list_paths("category/<words:path>/", "category", lists.in_category),
    *list_paths("tag/<word:slug>/", "tag", lists.with_tag),
    *list_paths("author/<account:slug>/", "author", lists.by_author),
    *list_paths(YEAR, "year", lists.in_period),
    *list_paths(MONTH, "month", lists.in_period),
    path(f"{POST}comments/<count:comment_page>/", PostView.as_view(), name="post_comments"),
    path("preview/<int:pk>/", PreviewView.as_view(), name="preview"),
    path("archive/", ArchiveView.as_view(), name="archive"),
    path("search/", SearchView.as_view(), name="search"),
    re_path(r"^archives/(?P<number>[0-9]+)/?$", ShortlinkView.as_view(), name="shortlink"),
    path("sitemap.xml", sitemaps.SitemapView.as_view(), name="sitemap"),
    path("sitemap-<word:section>.xml", sitemaps.SectionView.as_view(), name="sitemap_section"),
    path(
        "robots.txt",
        always_asked_again(
            TemplateView.as_view(template_name="blog/robots.txt", content_type="text/plain")
        ),
        name="robots",
    ),
    path("favicon.ico", FaviconView.as_view(), name="favicon"),
    path("media/<path:path>", MediaView.as_view(), name="media"),
    # Last: a page may have any free address.
    path("<words:path>/comments/<count:comment_page>/", PageView.as_view(), name="page_comments"),
    path("<words:path>/", PageView.as_view(), name="page"),
]
