"""Rows that were chosen in a list, before a database is asked for them."""

from __future__ import annotations

import re

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

_ROW_ID = re.compile("[0-9]{1,18}")


class ChosenRowsAdmin(admin.ModelAdmin):
    """Answers 400 to an id that no row can have, where Django's admin would fail."""

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not all(map(_ROW_ID.fullmatch, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest("an id that no row can have")
        return super().changelist_view(request, extra_context)
