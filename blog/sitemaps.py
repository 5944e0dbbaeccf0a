"""The map of the site for search engines: one file, or an index of several once it is large."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views import View

from blog.forms import page_number
from blog.freshness import always_asked_again
from blog.listing.parts import MonthsPaginator
from blog.listing.reading import in_use
from blog.models import Category, Post, Tag
from blog.querysets import PostQuerySet
from blog.site import absolute_url


class _Section(Sitemap):
    """Part of the map, with addresses of SITE_URL whatever host was asked."""

    @cached_property
    def paginator(self) -> Paginator:
        return Paginator(list(self.items()), self.limit)

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class PostSection(_Section):
    @cached_property
    def paginator(self) -> Paginator:
        return MonthsPaginator(self.limit)

    def lastmod(self, post: Post):
        return post.changed_at


class PageSection(_Section):
    def items(self) -> PostQuerySet:
        return Post.objects.pages().published().order_by("path").for_addresses()

    def lastmod(self, page: Post):
        return page.changed_at


class ListSection(_Section):
    """The home page, categories and tags, as addresses."""

    def items(self) -> list[str]:
        terms = [
            *in_use(Category.objects.all()),
            *in_use(Tag.objects.all()),
        ]
        return [reverse("blog:home"), *(term.get_absolute_url() for term in terms)]

    def location(self, address: str) -> str:
        return address


SECTIONS = {"lists": ListSection, "posts": PostSection, "pages": PageSection}


class _MapView(View):
    """`limit` is how many addresses a file may hold; the protocol's own limit is 50,000."""

    limit = 2000

    def paginated(self, section: str) -> tuple[Sitemap, Paginator]:
        sitemap = SECTIONS[section]()
        sitemap.limit = self.limit
        return sitemap, sitemap.paginator

    def render(self, request: HttpRequest, template: str, **context) -> HttpResponse:
        response = render(request, template, context, content_type="application/xml")
        response.headers["X-Robots-Tag"] = "noindex, noodp, noarchive"
        return response


@method_decorator(always_asked_again, name="dispatch")
class SitemapView(_MapView):
    def get(self, request: HttpRequest) -> HttpResponse:
        parts = {section: self.paginated(section) for section in SECTIONS}
        if sum(paginator.count for _, paginator in parts.values()) <= self.limit:
            urls = [url for sitemap, _ in parts.values() for url in sitemap.get_urls()]
            return self.render(request, "sitemap.xml", urlset=urls)
        files = [
            {"location": _address(section, number)}
            for section, (_, paginator) in parts.items()
            for number in paginator.page_range
            if paginator.count  # the schema knows no empty file
        ]
        return self.render(request, "sitemap_index.xml", sitemaps=files)


@method_decorator(always_asked_again, name="dispatch")
class SectionView(_MapView):
    """One of the files that the index names."""

    def get(self, request: HttpRequest, section: str) -> HttpResponse:
        if section not in SECTIONS:
            raise Http404
        sitemap, _ = self.paginated(section)
        try:
            urls = sitemap.get_urls(page_number(request.GET.get("p")))
        except EmptyPage as error:
            raise Http404 from error
        return self.render(request, "sitemap.xml", urlset=urls)


def _address(section: str, number: int) -> str:
    path = reverse("blog:sitemap_section", kwargs={"section": section})
    return absolute_url(path if number == 1 else f"{path}?p={number}")
