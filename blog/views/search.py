"""The search of posts and pages."""

from __future__ import annotations

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from blog.current import site_settings
from blog.forms import SearchForm, page_number
from blog.freshness import always_asked_again
from blog.models import Post


@method_decorator(always_asked_again, name="dispatch")
class SearchView(TemplateView):
    """The form, and where something was asked for, a page of what was found."""

    template_name = "blog/search.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = SearchForm(request.GET if "q" in request.GET else None)
        query = form.cleaned_data["q"] if form.is_valid() else ""
        page = self.find(query, page_number(request.GET.get("page"))) if query else None
        context = self.get_context_data(form=form, query=query, page_obj=page)
        return self.render_to_response(context)

    def find(self, query: str, number: int) -> Page:
        found = Post.objects.published().matching(query).order_by("-published_at", "-pk")
        try:
            return Paginator(found, site_settings().posts_per_page).page(number)
        except EmptyPage as error:
            raise Http404 from error
