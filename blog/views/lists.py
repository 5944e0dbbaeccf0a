"""Pages that list posts: newest, by term, author and date; and the archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from blog import lists
from blog.current import site_settings
from blog.freshness import always_asked_again
from blog.listing.months import Month, months_until
from blog.listing.reading import in_use, sticky_first
from blog.models import Category, Tag
from blog.pagination import PostPage, read_page
from blog.views.moved import redirect_to_number


@method_decorator(always_asked_again, name="dispatch")
class PostListView(TemplateView):
    """One page of the list that `find` makes of the parts of the address."""

    template_name = "blog/post_list.html"
    find: lists.FindList = staticmethod(lists.newest)

    def get(self, request: HttpRequest, page: int | None = None, **parts) -> HttpResponse:
        try:
            found = self.find(**parts)
        except ObjectDoesNotExist as error:
            raise Http404 from error
        if page == 1:
            return redirect(found.address, permanent=True)
        return self.render_to_response(self.context_of(found, self.read(found, page or 1)))

    def read(self, found: lists.PostList, number: int) -> PostPage:
        try:
            page = read_page(found.read, number, site_settings().posts_per_page)
        except EmptyPage as error:
            raise Http404 from error
        if not page.posts and not found.lasting:
            raise Http404
        return page

    def context_of(self, found: lists.PostList, page: PostPage) -> dict:
        return self.get_context_data(
            kind=found.kind,
            heading=found.heading or None,
            description=found.description,
            list_url=found.address,
            feed_url=f"{found.address}feed/",
            page_obj=page,
        )


class HomeView(PostListView):
    """The newest posts, sticky ones first; or the way to an old address with ?p=12."""

    def get(self, request: HttpRequest, page: int | None = None, **parts) -> HttpResponse:
        number = request.GET.get("p") or request.GET.get("page_id")
        if number is not None and page is None:
            return redirect_to_number(number)
        return super().get(request, page, **parts)

    def read(self, found: lists.PostList, number: int) -> PostPage:
        return super().read(replace(found, read=sticky_first), number)


@method_decorator(always_asked_again, name="dispatch")
class ArchiveView(TemplateView):
    """Every month in which something was published, and every category and tag in use."""

    template_name = "blog/archive.html"

    def get_context_data(self, **kwargs) -> dict:
        months = months_until(timezone.now(), timezone.get_default_timezone())
        return super().get_context_data(
            years=[
                {
                    "year": year,
                    "url": reverse("blog:year", kwargs={"year": year}),
                    "months": [_month(month) for month in rows],
                }
                for year, rows in groupby(months, key=attrgetter("year"))
            ],
            categories=in_use(Category.objects.all()),
            tags=in_use(Tag.objects.all()),
            **kwargs,
        )


def _month(month: Month) -> dict:
    url = reverse("blog:month", kwargs={"year": month.year, "month": month.month})
    return {"date": date(month.year, month.month, 1), "url": url, "count": month.count}
