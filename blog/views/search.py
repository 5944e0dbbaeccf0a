"""The search of posts, pages and all else that can be searched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from blog.current import site_settings
from blog.forms import SearchForm
from blog.freshness import always_asked_again
from blog.search.kinds import Found, SearchKind, kinds
from blog.search.words import words_of


@dataclass(frozen=True)
class Results:
    """A page of what one kind has; `is_first`: nothing newer was left behind."""

    kind: SearchKind
    found: Found
    is_first: bool


@method_decorator(always_asked_again, name="dispatch")
class SearchView(TemplateView):
    """The form, and where something was asked for, a page of what was found."""

    template_name = "blog/search.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = SearchForm(request.GET if "q" in request.GET else None)
        query = form.cleaned_data["q"] if form.is_valid() else ""
        context: dict[str, Any] = {"form": form, "query": query, "kinds": kinds()}
        if query:
            context["results"] = self.find(query, request.GET.get("in"), request.GET.get("after"))
        return self.render_to_response(self.get_context_data(**context))

    def find(self, query: str, asked: str | None, typed: str | None) -> Results:
        kind = next((kind for kind in kinds() if not asked or kind.name == asked), None)
        after = _place(typed)
        if kind is None or (typed and after is None):
            raise Http404
        found = kind.find(words_of(query), site_settings().posts_per_page, after)
        return Results(kind, found, is_first=after is None)


def _place(typed: str | None) -> int | None:
    """Read where the page before ended; None for nonsense, and for what no row can have."""
    if not typed or not re.fullmatch(r"-?[0-9]{1,19}", typed):
        return None
    place = int(typed)
    return place if abs(place) < 2**63 else None
