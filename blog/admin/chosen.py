"""Rows that were chosen in a list, before a database is asked for them."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from blog.pagination import BoundedPaginator
from blog.row_ids import is_row_id


class ChosenRowsAdmin(admin.ModelAdmin):
    """Answers 400 to an id that no row can have, where Django's admin would fail, and counts no
    further than is of use."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not all(map(is_row_id, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest("an id that no row can have")
        return super().changelist_view(request, extra_context)
